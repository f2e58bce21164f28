using System.Globalization;
using BigBen.ServiceDefaults.Settings;

namespace BigBen.ServiceB.ServiceA;

/// <summary>
/// Where service A is: SERVICE_A_URL; without it the older pair SERVICE_A_HOST (with or without a scheme) and SERVICE_A_PORT;
/// without both, service A's default port on this machine.
/// </summary>
internal static class ServiceAAddress
{
    private const int DefaultPort = 8011;

    public static Uri Read(IConfiguration configuration) =>
        Setting.BaseUrl(configuration, "SERVICE_A_URL")
        ?? FromHostAndPort(configuration)
        ?? new Uri($"http://127.0.0.1:{DefaultPort}");

    private static Uri? FromHostAndPort(IConfiguration configuration)
    {
        // The port alone means nothing: Kubernetes sets SERVICE_A_PORT=tcp://… by itself beside a Service named service-a.
        if (Setting.Text(configuration, "SERVICE_A_HOST") is not { } host)
            return null;
        var scheme = host.Contains("://", StringComparison.Ordinal) ? "" : "http://";
        return Uri.TryCreate(
            string.Create(CultureInfo.InvariantCulture, $"{scheme}{host}:{Port(configuration)}"), UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.PathAndQuery == "/" && url.Fragment.Length == 0
            ? url
            : throw new SettingException(
                $"SERVICE_A_HOST is '{host}': give a host name such as service-a, without port or path, or set SERVICE_A_URL instead.");
    }

    private static int Port(IConfiguration configuration) =>
        Setting.Text(configuration, "SERVICE_A_PORT") is { } link
            && link.StartsWith("tcp://", StringComparison.Ordinal) && Uri.TryCreate(link, UriKind.Absolute, out var service)
            ? service.Port
            : Setting.Port(configuration, "SERVICE_A_PORT", DefaultPort);
}
