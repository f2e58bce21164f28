using BigBen.ServiceB.ServiceA;
using Prometheus;

namespace BigBen.ServiceB.Tests.ServiceA;

/// <summary>Service B's call of service A, client and pipeline included, with a patience of the test's own.</summary>
internal sealed class Asking
{
    /// <summary>Patience that no busy machine exhausts; tests of impatience shorten it.</summary>
    public static readonly ServiceAPatience Patient = new()
    {
        Total = TimeSpan.FromMinutes(2),
        Attempt = TimeSpan.FromMinutes(1),
        FirstPause = TimeSpan.FromMilliseconds(5),
        LongestPause = TimeSpan.FromMilliseconds(10),
        CircuitWindow = TimeSpan.FromHours(1),
    };

    private readonly IServiceA _serviceA;
    private readonly Polly.ResiliencePipeline<Greeting> _pipeline;
    private readonly Counter _events;

    public Asking(string url, ServiceAPatience? patience = null, TimeProvider? time = null)
    {
        var registry = Metrics.NewCustomRegistry();
        var metrics = Metrics.WithCustomRegistry(registry);
        _serviceA = ServiceAServices.Client(new Uri(url), metrics, exportsSpans: false);
        _pipeline = ServiceAPipeline.Build(patience ?? Patient, new ServiceAMetrics(metrics, registry), time ?? TimeProvider.System);
        // The same counter: a registry holds one of a name.
        _events = metrics.CreateCounter("service_a_client_events_total", "", ["event"]);
    }

    /// <summary>Attempts so far that were not a call's first.</summary>
    public double Retries => _events.WithLabels("OnRetry").Value;

    public Task<Greeting> GreetingAsync(CancellationToken cancellationToken = default) =>
        PingServiceA.AnswerAsync(_serviceA, _pipeline, cancellationToken);

    public async Task<ServiceAException> FailureAsync() => await Should.ThrowAsync<ServiceAException>(() => GreetingAsync());
}
