namespace BigBen.ApiServer.Tables;

/// <summary>How much of each object comes with its row; the values of the query's <c>includeObject</c>.</summary>
internal enum IncludeObject
{
    /// <summary>Its metadata; what Kubernetes takes where nothing is asked.</summary>
    Metadata,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>All of it.</summary>
    Object,
}
