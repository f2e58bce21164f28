namespace BigBen.ApiServer.Answers;

/// <summary>Kubernetes' <c>Status</c>: how a request ended that is not answered with an object.</summary>
/// <param name="Code">The HTTP status code.</param>
/// <param name="Reason">One of <see cref="StatusReason"/>; empty where it went well or Kubernetes names none.</param>
/// <param name="Message">What happened.</param>
/// <param name="Details">What it is about; null where nothing is known of that.</param>
internal sealed record Status(int Code, string Reason, string Message, StatusDetails? Details)
{
    /// <summary>A deletion went well: the object is gone.</summary>
    /// <param name="details">Which object.</param>
    public static JsonObject Success(StatusDetails details)
    {
        var json = Head("Success");
        json["details"] = details.ToJson();
        return json;
    }

    /// <summary>The failure as an object of the API.</summary>
    public JsonObject ToJson()
    {
        var json = Head("Failure");
        json["message"] = Message;
        if (Reason.Length > 0)
            json["reason"] = Reason;
        if (Details is not null)
            json["details"] = Details.ToJson();
        json["code"] = Code;
        return json;
    }

    private static JsonObject Head(string status) =>
        new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = status };
}
