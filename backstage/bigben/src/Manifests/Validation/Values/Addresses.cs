using System.Net;
using System.Net.Sockets;

namespace BigBen.Manifests.Validation.Values;

/// <summary>What IP addresses and blocks of them may be, with Kubernetes' errors.</summary>
internal static class Addresses
{
    private const string CidrError = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
    private const string AddressError = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

    /// <summary>Whether the text is an address and no name.</summary>
    public static bool IsAddress(string text) => Parse(text) is not null;

    /// <summary>An address in its usual form.</summary>
    public static IEnumerable<string> AddressErrors(string text)
    {
        if (Parse(text) is not { } address)
            return [AddressError];
        return address.IsIPv4MappedToIPv6 ? ["must not be an IPv4-mapped IPv6 address"] : LeadingZeros(text);
    }

    /// <summary>A block of addresses: no bit is set that does not count.</summary>
    public static IEnumerable<string> CidrErrors(string text)
    {
        if (Block(text) is not var (address, length))
            return [CidrError];
        if (address.IsIPv4MappedToIPv6)
            return ["must not be an IPv4-mapped IPv6 address"];
        var zeros = LeadingZeros(text);
        return Masked(address, length).Equals(address) ? zeros : zeros.Append("must not have bits set beyond the prefix length");
    }

    /// <summary>Whether a block is in another one and smaller.</summary>
    public static bool IsStrictlyWithin(string inner, string outer) =>
        Block(inner) is var (address, length) && Block(outer) is var (all, most)
        && address.AddressFamily == all.AddressFamily && length > most && Masked(address, most).Equals(Masked(all, most));

    private static IEnumerable<string> LeadingZeros(string text) =>
        !text.Contains(':') && text.Split('/')[0].Split('.').Any(part => part.Length > 1 && part[0] == '0')
            ? ["must not have leading 0s"]
            : [];

    private static (IPAddress Address, int Length)? Block(string text)
    {
        var slash = text.IndexOf('/');
        if (slash < 0 || Parse(text[..slash]) is not { } address)
            return null;
        var most = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        return byte.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= most
            ? (address, length)
            : null;
    }

    // .NET also reads "1", "0x7f.1" and octal parts, which are not addresses here: four decimal parts, or IPv6 without a zone.
    private static IPAddress? Parse(string text)
    {
        if (text.Contains(':'))
        {
            return !text.Contains('%') && !text.Contains('[') && !text.Contains('/') && IPAddress.TryParse(text, out var six) ? six : null;
        }

        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(part => part.Length is > 0 and < 4 && part.All(char.IsAsciiDigit) && int.Parse(part) < 256)
            ? new IPAddress([.. parts.Select(byte.Parse)])
            : null;
    }

    private static IPAddress Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }
}
