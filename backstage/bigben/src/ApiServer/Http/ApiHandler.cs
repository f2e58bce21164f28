using BigBen.ApiServer.Access;
using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Audit;
using BigBen.ApiServer.Http.Handlers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Http.Responses;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Streaming;

namespace BigBen.ApiServer.Http;

/// <summary>The whole API: who asks, what for, and who answers. Every failure is a <c>Status</c>.</summary>
/// <param name="store">The objects.</param>
/// <param name="authenticator">Knows who asks.</param>
/// <param name="audit">Kept of what is changed.</param>
/// <param name="logs">The logs of pods.</param>
/// <param name="containers">The containers that run.</param>
/// <param name="metrics">What pods and the node use.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Told of what should not have happened.</param>
internal sealed class ApiHandler(
    ObjectStore store,
    Authenticator authenticator,
    AuditLog audit,
    IPodLogs logs,
    IContainerRuntime containers,
    IResourceMetrics metrics,
    TimeProvider clock,
    ILogger log)
{
    private const string DeprecatedEndpoints = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";

    private readonly ListHandler _lists = new(store);
    private readonly WatchHandler _watches = new(store, clock);
    private readonly ReadHandler _reads = new(store);
    private readonly CreateHandler _creates = new(store);
    private readonly UpdateHandler _updates = new(store);
    private readonly PatchHandler _patches = new(store);
    private readonly ApplyHandler _applies = new(store);
    private readonly DeleteHandler _deletes = new(store, new ListHandler(store));
    private readonly EvictionHandler _evictions = new(store, clock);
    private readonly ScaleHandler _scales = new(store);
    private readonly LogHandler _logs = new(store, logs, clock);
    private readonly StreamingHandler _streams = new(store, containers, logs, clock);
    private readonly MetricsHandler _metrics = new(metrics, store);
    private readonly Reviews _reviews = new(authenticator);
    private readonly AuditedRequests _audited = new(audit, clock);

    /// <summary>Answers a request.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var info = RequestInfo.Of(context.Request.Path.Value!);
        return _audited.RunAsync(context, info, audited => GuardedAsync(context, info, audited));
    }

    private async Task GuardedAsync(HttpContext context, RequestInfo? info, AuditEvent? audited)
    {
        try
        {
            var user = authenticator.Authenticate(context.Request);
            audited?.User = user;
            // What a token has opened ends with it.
            await using var revoked = user.Revoked.Register(context.Abort);
            var impersonated = Impersonation.Of(context.Request, user, authenticator);
            audited?.ImpersonatedUser = impersonated;
            await AuthenticatedAsync(context, info, impersonated ?? user, audited);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away: there is nobody to answer.
        }
        catch (StatusException e) when (!context.Response.HasStarted)
        {
            await FailAsync(e);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            log.Unexpected(e, context.Request.Method, context.Request.Path);
            await FailAsync(Failures.InternalError(e.Message));
        }

        Task FailAsync(StatusException failure)
        {
            audited?.Reason = failure.Reason;
            return Answer.WriteAsync(context, failure.Code, Format.Json, failure.Status.ToJson());
        }
    }

    private Task AuthenticatedAsync(HttpContext context, RequestInfo? info, User user, AuditEvent? audited)
    {
        var asked = AccessAttributes.Of(context.Request, info);
        if (!user.May(asked))
            throw Authorization.Forbidden(user, asked);
        audited?.Allowed = true;
        if (HealthHandler.Handle(context) is { } health)
            return health;
        if (DiscoveryHandler.Handle(context) is { } discovery)
            return discovery;
        if (OpenApiHandler.Handle(context) is { } description)
            return description;
        if (info is null || ResourceCatalog.FindVersion(info.Group, info.Version) is null)
            return NotFound.WriteAsync(context);
        var resource = ResourceCatalog.Find(info.Group, info.Version, info.Resource) ?? throw Failures.NoSuchResource();
        var mediaType = MediaType.Of(context.Request.Headers.Accept) ?? throw Failures.NotAcceptable(MediaType.Available);
        return DispatchAsync(new ApiRequest(context, resource, info, mediaType, clock.GetUtcNow(), user) { Audited = audited });
    }

    private Task DispatchAsync(ApiRequest request)
    {
        var verb = RequestVerb.Of(request.Context.Request, request.Info);
        Check(request, verb);
        if (request.Resource.GroupResource == "endpoints")
            request.Warn(DeprecatedEndpoints);
        if (request.Resource.Group is "authentication.k8s.io" or "authorization.k8s.io")
            return ReviewAsync(request);
        if (request.Resource.Group == "metrics.k8s.io")
            return _metrics.HandleAsync(request);
        if (StreamingHandler.Takes(request))
            return _streams.HandleAsync(request);
        return (request.Info.Subresource, verb) switch
        {
            ("scale", _) => _scales.HandleAsync(request),
            ("log", _) => _logs.HandleAsync(request),
            ("eviction", _) => _evictions.HandleAsync(request),
            (_, RequestVerb.Get) => _reads.HandleAsync(request),
            (_, RequestVerb.List) => _lists.HandleAsync(request),
            (_, RequestVerb.Watch) => _watches.HandleAsync(request),
            (_, RequestVerb.Create) => _creates.HandleAsync(request),
            (_, RequestVerb.Update) => _updates.HandleAsync(request),
            (_, RequestVerb.Patch) when WriteQuery.IsApply(request) => _applies.HandleAsync(request),
            (_, RequestVerb.Patch) => _patches.HandleAsync(request),
            (_, RequestVerb.Delete) => _deletes.HandleAsync(request),
            (_, RequestVerb.DeleteCollection) => _deletes.HandleCollectionAsync(request),
            _ => throw Failures.MethodNotAllowed(),
        };
    }

    // What discovery tells is what there is; the rest says so in the words that Kubernetes has for each.
    private static void Check(ApiRequest request, string verb)
    {
        var (resource, info) = (request.Resource, request.Info);
        var verbs = info.Subresource.Length == 0
            ? resource.Verbs
            : resource.Find(info.Subresource)?.Verbs ?? throw Failures.NoSuchResource();
        var (isNamed, isPart) = (info.Name.Length > 0, info.Subresource.Length > 0);
        // Without a name, a namespace may be missing: then all of them are meant. What belongs to the cluster is never in one: a Role there
        // would give rights over the cluster.
        var isMisplaced = !request.IsPlaced && (isNamed || !resource.Namespaced);
        if (isMisplaced || (isPart && !isNamed))
            throw Failures.NoSuchResource();
        var needsPlace = verb is RequestVerb.Create or RequestVerb.DeleteCollection;
        var fits = verb switch
        {
            // A new object's name is in the body: a name in the path would meet a rule for that name and make another object.
            RequestVerb.Create => isPart || !isNamed,
            RequestVerb.Update or RequestVerb.Patch => isNamed,
            _ => true,
        };
        if (!verbs.Contains(verb) || (needsPlace && !request.IsPlaced) || !fits)
            throw Failures.MethodNotAllowed();
    }

    private async Task ReviewAsync(ApiRequest request)
    {
        var review = await request.ObjectAsync();
        Identity.Check(request.Resource, request.Namespace, review);
        ObjectValidation.CheckFields(request.Resource, review, FieldValidation.Ignore);
        await Answer.WriteAsync(
            request.Context,
            StatusCodes.Status201Created,
            request.MediaType.Format,
            _reviews.Answer(request.Resource.Kind, review, request.User));
    }
}
