using BigBen.Manifests.Validation;

namespace BigBen.ApiServer.Answers;

/// <summary>What a failure is about.</summary>
internal sealed record StatusDetails
{
    /// <summary>The object's name; empty where it is none in particular.</summary>
    public string Name { get; init; } = "";

    /// <summary>The API group; empty for the core one.</summary>
    public string Group { get; init; } = "";

    /// <summary>The object's kind or its resource's plural, as Kubernetes has it for each reason.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The object's uid.</summary>
    public string Uid { get; init; } = "";

    /// <summary>What is wrong, one by one.</summary>
    public IReadOnlyList<FieldError> Causes { get; init; } = [];

    /// <summary>How many seconds a client had best wait; 0 where waiting does not help.</summary>
    public int RetryAfterSeconds { get; init; }

    /// <summary>As it stands in a <c>Status</c>: what is not set is not there.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        Set(json, "name", Name);
        Set(json, "group", Group);
        Set(json, "kind", Kind);
        Set(json, "uid", Uid);
        if (Causes.Count > 0)
            json["causes"] = new JsonArray([.. Causes.Select(Cause)]);
        if (RetryAfterSeconds > 0)
            json["retryAfterSeconds"] = RetryAfterSeconds;
        return json;
    }

    private static JsonObject Cause(FieldError error)
    {
        var json = new JsonObject();
        Set(json, "reason", error.Reason);
        Set(json, "message", error.Message);
        Set(json, "field", error.Field);
        return json;
    }

    private static void Set(JsonObject json, string name, string value)
    {
        if (value.Length > 0)
            json[name] = value;
    }
}
