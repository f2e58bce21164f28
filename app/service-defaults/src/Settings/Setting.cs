using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace BigBen.ServiceDefaults.Settings;

/// <summary>Reads single settings, by the names of their environment variables. An empty value counts as not set.</summary>
public static class Setting
{
    /// <summary>A text of printable characters.</summary>
    /// <param name="configuration">Where settings come from: the environment, then the command line (<c>--NAME=value</c>).</param>
    /// <param name="name">The variable's name.</param>
    /// <exception cref="SettingException">The text is longer than 128 characters or holds a control character.</exception>
    public static string? Text(IConfiguration configuration, string name)
    {
        var value = configuration[name];
        if (string.IsNullOrEmpty(value))
            return null;
        return value.Length <= 128 && !value.Any(char.IsControl)
            ? value
            : throw new SettingException($"{name} cannot be used: give at most 128 printable characters.");
    }

    /// <summary>A TCP port; 0 asks the system for a free one.</summary>
    /// <param name="configuration">Where settings come from.</param>
    /// <param name="name">The variable's name.</param>
    /// <param name="whenNotSet">The port used when the variable is not set.</param>
    /// <exception cref="SettingException">The value is not a number from 0 to 65535.</exception>
    public static int Port(IConfiguration configuration, string name, int whenNotSet)
    {
        if (Text(configuration, name) is not { } text)
            return whenNotSet;
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new SettingException($"{name} is '{text}': give a port number from 0 to 65535.");
    }

    /// <summary>A time in seconds, decimals allowed.</summary>
    /// <param name="configuration">Where settings come from.</param>
    /// <param name="name">The variable's name.</param>
    /// <param name="whenNotSet">The time used when the variable is not set.</param>
    /// <exception cref="SettingException">The value is not a number from 0 to 3600.</exception>
    public static TimeSpan Seconds(IConfiguration configuration, string name, TimeSpan whenNotSet)
    {
        if (Text(configuration, name) is not { } text)
            return whenNotSet;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw new SettingException($"{name} is '{text}': give a number of seconds from 0 to 3600.");
    }

    /// <summary>An IP address of this machine.</summary>
    /// <param name="configuration">Where settings come from.</param>
    /// <param name="name">The variable's name.</param>
    /// <returns>The address; null, meaning all addresses, when the variable is not set.</returns>
    /// <exception cref="SettingException">The value is not an IP address.</exception>
    public static IPAddress? Address(IConfiguration configuration, string name)
    {
        if (Text(configuration, name) is not { } text)
            return null;
        // IPAddress also reads "1" as 0.0.0.1, which nobody means.
        return text.AsSpan().IndexOfAny('.', ':') >= 0 && IPAddress.TryParse(text, out var address)
            ? address
            : throw new SettingException($"{name} is '{text}': give an IP address such as 127.0.0.1, or leave it out for all addresses.");
    }

    /// <summary>The base address of an HTTP server: scheme, host and port, nothing else.</summary>
    /// <param name="configuration">Where settings come from.</param>
    /// <param name="name">The variable's name.</param>
    /// <returns>The address; null when the variable is not set.</returns>
    /// <exception cref="SettingException">The value is not an http or https address, or has a user, path, query or fragment.</exception>
    public static Uri? BaseUrl(IConfiguration configuration, string name)
    {
        if (Text(configuration, name) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url.UserInfo.Length == 0 && url.PathAndQuery == "/" && url.Fragment.Length == 0 && url.Port != 0
            ? url
            : throw new SettingException(
                $"{name} is '{text}': give an address such as http://service-a:8011, without user, path or query.");
    }
}
