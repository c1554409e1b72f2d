import type * as vscode from 'vscode';

/** Owns disposables: what is registered is disposed with it, last first. */
export class Disposable implements vscode.Disposable {
  private readonly owned: vscode.Disposable[] = [];

  protected register<Owned extends vscode.Disposable>(disposable: Owned): Owned {
    this.owned.push(disposable);
    return disposable;
  }

  dispose(): void {
    for (const disposable of this.owned.splice(0).reverse()) disposable.dispose();
  }
}
