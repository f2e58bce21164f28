using BigBen.ApiServer.Access;
using BigBen.ApiServer.Http.Requests;

namespace BigBen.ApiServer.Audit;

/// <summary>
/// Who asked for which change, and what the answer was: Kubernetes' <c>Event</c> of <c>audit.k8s.io/v1</c> at its level <c>Metadata</c>.
/// No body is in it, nor the message of a failure, which can quote one: the value of a Secret never gets here.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="info">What it is about; null when it is not a resource.</param>
/// <param name="received">When it came.</param>
internal sealed class AuditEvent(HttpRequest request, RequestInfo? info, DateTimeOffset received)
{
    /// <summary>The answer went, or goes now, and that was all.</summary>
    public const string Complete = "ResponseComplete";

    /// <summary>A connection was made, which is open from now on.</summary>
    public const string Started = "ResponseStarted";

    /// <summary>Names the event, in every stage and in the answer's header <c>Audit-Id</c>.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>Who asked; null for a token that is nobody's.</summary>
    public User? User { get; set; }

    /// <summary>As whom the user asked; null for nobody else.</summary>
    public User? ImpersonatedUser { get; set; }

    /// <summary>Whether it was allowed.</summary>
    public bool Allowed { get; set; }

    /// <summary>The object's name, where the path does not say it: that of a new one.</summary>
    public string? Name { get; set; }

    /// <summary>Why it failed, one of Kubernetes' reasons; null where it did not.</summary>
    public string? Reason { get; set; }

    /// <summary>
    /// Whether a request changes something, or opens a connection into a pod. A review is asked by POST and changes nothing.
    /// </summary>
    public static bool IsDue(HttpRequest request, RequestInfo? info) => request.Method switch
    {
        "POST" or "PUT" or "PATCH" or "DELETE" => info?.Group is not ("authentication.k8s.io" or "authorization.k8s.io"),
        _ => info is { Resource: "pods", Subresource: "exec" or "attach" or "portforward" },
    };

    /// <summary>The event as a line of JSON.</summary>
    /// <param name="stage">How far it is.</param>
    /// <param name="code">The status code of the answer.</param>
    /// <param name="now">The time.</param>
    public string ToLine(string stage, int code, DateTimeOffset now)
    {
        var asked = AccessAttributes.Of(request, info);
        var json = new JsonObject
        {
            ["kind"] = "Event",
            ["apiVersion"] = "audit.k8s.io/v1",
            ["level"] = "Metadata",
            ["auditID"] = Id,
            ["stage"] = stage,
            ["requestURI"] = $"{request.Path}{request.QueryString}",
            ["verb"] = asked.Verb,
            ["user"] = User?.ToInfo() ?? [],
        };
        if (ImpersonatedUser is not null)
            json["impersonatedUser"] = ImpersonatedUser.ToInfo();
        json["sourceIPs"] = new JsonArray($"{request.HttpContext.Connection.RemoteIpAddress}");
        json["userAgent"] = request.Headers.UserAgent.ToString();
        if (info is not null)
            json["objectRef"] = ObjectRef(info);
        json["responseStatus"] = ResponseStatus(code);
        json["requestReceivedTimestamp"] = Time(received);
        json["stageTimestamp"] = Time(now);
        json["annotations"] = new JsonObject { ["authorization.k8s.io/decision"] = Allowed ? "allow" : "forbid" };
        return json.ToJsonString();
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private JsonObject ObjectRef(RequestInfo about)
    {
        var json = new JsonObject { ["resource"] = about.Resource };
        Add("namespace", about.Namespace);
        Add("name", about.Name.Length > 0 ? about.Name : Name);
        Add("apiGroup", about.Group);
        Add("apiVersion", about.Version);
        Add("subresource", about.Subresource);
        return json;

        void Add(string field, string? value)
        {
            if (value is { Length: > 0 })
                json[field] = value;
        }
    }

    private JsonObject ResponseStatus(int code)
    {
        var json = new JsonObject { ["metadata"] = new JsonObject() };
        if (Reason is not null)
            (json["status"], json["reason"]) = ("Failure", Reason);
        json["code"] = code;
        return json;
    }
}
