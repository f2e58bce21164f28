using Refit;

namespace BigBen.ServiceB.ServiceA;

/// <summary>service-a's API, as far as service-b asks it.</summary>
internal interface IServiceA
{
    /// <summary>The greeting; null for an answer without a body.</summary>
    [Get("/ping")]
    Task<Greeting?> PingAsync(CancellationToken cancellationToken);
}
