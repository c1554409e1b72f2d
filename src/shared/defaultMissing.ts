import schema from '../../media/experiment.schema.json';

/** Cell texts that mean "no value" where an experiment does not say otherwise. */
export const defaultMissing: readonly string[] = schema.definitions.data.properties.missing.default;
