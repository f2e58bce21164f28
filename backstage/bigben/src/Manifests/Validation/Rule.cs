namespace BigBen.Manifests.Validation;

/// <summary>Looks at a field, which need not be there, and reports what is wrong with it.</summary>
/// <param name="field">The field.</param>
internal delegate void Rule(Field field);
