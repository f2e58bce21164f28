namespace BigBen.ServiceB.ServiceA;

/// <summary>Service A, as service B sees it.</summary>
internal interface IServiceAClient
{
    /// <summary>Asks for the greeting.</summary>
    /// <exception cref="ServiceAException">There is none, for a reason that the caller may be told.</exception>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    Task<Greeting> PingAsync(CancellationToken cancellationToken);
}
