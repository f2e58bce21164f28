namespace BigBen.Manifests.Specs;

/// <summary>A probe; the defaults are those of the Kubernetes API (core/v1 Probe).</summary>
internal sealed record ProbeSpec(
    ProbeAction Action,
    TimeSpan InitialDelay,
    TimeSpan Period,
    TimeSpan Timeout,
    int SuccessThreshold,
    int FailureThreshold,
    TimeSpan? GracePeriod)
{
    public static ProbeSpec Read(Fields probe, IReadOnlyList<ContainerPort> ports, bool mayNeedSeveral)
    {
        var result = new ProbeSpec(
            ProbeAction.Read(probe, ports, allowSleep: false, allowTcpSocket: true, end: false)!,
            probe.Seconds("initialDelaySeconds", 0),
            probe.Seconds("periodSeconds", 10, least: 1),
            probe.Seconds("timeoutSeconds", 1, least: 1),
            probe.Number("successThreshold", 1, mayNeedSeveral ? int.MaxValue : 1) ?? 1,
            probe.Number("failureThreshold", 1) ?? 3,
            probe.Number("terminationGracePeriodSeconds", 1) is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        probe.End();
        return result;
    }
}

/// <summary>What a probe or a hook does.</summary>
internal abstract record ProbeAction
{
    public static ProbeAction Read(Fields hook, IReadOnlyList<ContainerPort> ports, bool allowSleep, bool allowTcpSocket, bool end = true)
    {
        var found = new List<ProbeAction>();
        if (hook.Mapping("httpGet") is { } http)
            found.Add(HttpAction.Read(http, ports));
        if (allowTcpSocket && hook.Mapping("tcpSocket") is { } tcp)
        {
            tcp.Unenforced("host", "a probe goes to the pod itself");
            found.Add(new TcpAction(Declared(tcp, ports)));
            tcp.End();
        }

        if (hook.Mapping("exec") is { } exec)
        {
            var command = exec.Texts("command");
            if (command.Count == 0)
                throw exec.Broken("command", "is missing");
            found.Add(new ExecAction(command));
            exec.End();
        }

        if (allowSleep && hook.Mapping("sleep") is { } sleep)
        {
            found.Add(new SleepAction(TimeSpan.FromSeconds(sleep.Number("seconds") ?? throw sleep.Broken("seconds", "is missing"))));
            sleep.End();
        }

        if (hook.Has("grpc"))
            throw hook.Broken("grpc", "is not supported by the local platform: use httpGet, tcpSocket or exec");
        if (end)
            hook.End();
        return found.Count == 1
            ? found[0]
            : throw hook.Broken(allowSleep ? "sleep" : "httpGet", "is missing, or there is more than one action");
    }

    /// <summary>A port that the container declares: only such ports exist here.</summary>
    internal static ContainerPort Declared(Fields action, IReadOnlyList<ContainerPort> ports)
    {
        var port = action.NameOrNumber("port");
        return ports.FirstOrDefault(candidate => port.Name is null ? candidate.Number == port.Number : candidate.Name == port.Name)
            ?? throw action.Broken("port", $"is {port}, which is not one of the container's ports");
    }
}

/// <summary>An HTTP GET; any status from 200 to 399 is success.</summary>
internal sealed record HttpAction(
    string Scheme, ContainerPort Port, string Path, IReadOnlyList<KeyValuePair<string, string>> Headers) : ProbeAction
{
    public static HttpAction Read(Fields http, IReadOnlyList<ContainerPort> ports)
    {
        http.Unenforced("host", "a probe goes to the pod itself");
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var header in http.Mappings("httpHeaders"))
        {
            headers.Add(KeyValuePair.Create(header.RequiredText("name"), header.Text("value") ?? ""));
            header.End();
        }

        var path = http.Text("path") ?? "/";
        var result = new HttpAction(
            http.OneOf("scheme", "HTTP", "HTTP", "HTTPS").ToLowerInvariant(),
            Declared(http, ports),
            path.StartsWith('/') ? path : $"/{path}",
            headers);
        http.End();
        return result;
    }
}

/// <summary>A TCP connection.</summary>
internal sealed record TcpAction(ContainerPort Port) : ProbeAction;

/// <summary>A command in the pod's folder and environment; exit code 0 is success.</summary>
internal sealed record ExecAction(IReadOnlyList<string> Command) : ProbeAction;

/// <summary>A wait.</summary>
internal sealed record SleepAction(TimeSpan Time) : ProbeAction;
