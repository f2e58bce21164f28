using System.Text.RegularExpressions;

namespace BigBen.Foundation.Services;

/// <summary>A port of a Service, as a container is told of it.</summary>
/// <param name="Name">Its name; empty for none.</param>
/// <param name="Declared">Its number in the Service.</param>
/// <param name="Number">Its number where the Service is reached, which is another where it has no address of its own.</param>
/// <param name="Protocol">Its protocol, as <c>TCP</c>.</param>
internal readonly record struct ServicePort(string Name, int Declared, int Number, string Protocol = "TCP");

/// <summary>
/// The variables by which a container finds the Services that were there before it
/// (kubernetes.io/docs/concepts/services-networking/service, "Environment variables").
/// </summary>
internal static partial class ServiceVariables
{
    /// <summary>
    /// <c>NAME_SERVICE_HOST</c>, <c>NAME_SERVICE_PORT</c> and, for a named port, <c>NAME_SERVICE_PORT_PORT</c>, and what links of Docker
    /// had: <c>NAME_PORT</c> and <c>NAME_PORT_5432_TCP</c> with <c>_PROTO</c>, <c>_PORT</c>, <c>_ADDR</c>.
    /// </summary>
    /// <param name="service">The Service's name.</param>
    /// <param name="host">Where it is reached.</param>
    /// <param name="ports">Its ports, in its order.</param>
    public static Dictionary<string, string> Of(string service, string host, IEnumerable<ServicePort> ports)
    {
        var prefix = Variable(service);
        var result = new Dictionary<string, string>(StringComparer.Ordinal) { [HostOf(service)] = host };
        // The first port has the names without one.
        foreach (var port in ports.Reverse())
        {
            var protocol = port.Protocol.ToLowerInvariant();
            result[PortOf(service)] = $"{port.Number}";
            if (port.Name.Length > 0)
                result[$"{PortOf(service)}_{Variable(port.Name)}"] = $"{port.Number}";
            var link = $"{prefix}_PORT_{port.Declared}_{port.Protocol.ToUpperInvariant()}";
            result[$"{prefix}_PORT"] = result[link] = $"{protocol}://{host}:{port.Number}";
            result[$"{link}_PROTO"] = protocol;
            result[$"{link}_PORT"] = $"{port.Number}";
            result[$"{link}_ADDR"] = host;
        }

        return result;
    }

    /// <summary>The variable of a Service's host.</summary>
    public static string HostOf(string service) => $"{Variable(service)}_SERVICE_HOST";

    /// <summary>The variable of a Service's first port; those of its named ports begin with it.</summary>
    public static string PortOf(string service) => $"{Variable(service)}_SERVICE_PORT";

    /// <summary>Whether a variable may be one of these, whatever Service there is.</summary>
    public static bool IsOne(string name) => Form.IsMatch(name);

    /// <summary>Whether it is one of the cluster's own API, which each container has, whether it asks for the others or not.</summary>
    public static bool IsOfApi(string name) => name.StartsWith("KUBERNETES_", StringComparison.Ordinal) && IsOne(name);

    [GeneratedRegex("^[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_[A-Z]+(_(PROTO|PORT|ADDR))?)?)$")]
    private static partial Regex Form { get; }

    private static string Variable(string name) => name.Replace('-', '_').ToUpperInvariant();
}
