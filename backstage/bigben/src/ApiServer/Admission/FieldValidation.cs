namespace BigBen.ApiServer.Admission;

/// <summary>What becomes of fields that a kind does not have, as the query's <c>fieldValidation</c> says.</summary>
internal enum FieldValidation
{
    /// <summary>They are passed over.</summary>
    Ignore,

    /// <summary>They are passed over and told of; what Kubernetes does where nothing is said.</summary>
    Warn,

    /// <summary>They are refused.</summary>
    Strict,
}
