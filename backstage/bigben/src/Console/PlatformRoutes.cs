namespace BigBen.Console;

/// <summary>Where the platform's API answers, on the host <c>console.&lt;domain&gt;</c>.</summary>
public static class PlatformRoutes
{
    /// <summary>GET: what this platform is.</summary>
    public const string Platform = "/api/v1/platform";

    /// <summary>POST a <see cref="PushRequest"/>: a run that does what one ref of a push asks for.</summary>
    public const string Pushes = "/api/v1/pushes";

    /// <summary>POST: a run that builds and records what main has and the first environment has not; the first start.</summary>
    public const string Deliveries = "/api/v1/deliveries";

    /// <summary>POST a <see cref="ReleaseRequest"/>: a run that releases to an environment.</summary>
    public const string Releases = "/api/v1/releases";

    /// <summary>POST a <see cref="RollbackRequest"/>: a run that restores a previous record.</summary>
    public const string Rollbacks = "/api/v1/rollbacks";

    /// <summary>POST an <see cref="ApprovalRequest"/>: a run that records somebody's approval of what waits.</summary>
    public const string Approvals = "/api/v1/approvals";

    /// <summary>GET <c>/{namespace}/{name}/logs</c>: the log of a pod.</summary>
    public const string Pods = "/api/v1/pods";

    /// <summary>GET: the latest runs; <c>/{id}</c>: one; <c>/{id}/logs/{log}</c>: the output of its programs.</summary>
    public const string Runs = "/api/v1/runs";

    /// <summary>GET: golden signals of every Service.</summary>
    public const string Signals = "/api/v1/signals";

    /// <summary>GET: server-sent events.</summary>
    public const string Stream = "/api/v1/stream";

    /// <summary>GET: the OpenAPI document of all this.</summary>
    public const string OpenApi = "/api/v1/openapi.json";

    /// <summary>GET: every URL and the version that it answered when it was asked last.</summary>
    public const string Proofs = "/api/v1/proofs";
}
