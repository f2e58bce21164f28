namespace BigBen.ServiceDefaults;

/// <summary>
/// The program as a client of itself: <c>probe URL</c> asks a URL once and tells the outcome by its exit code. The image has no shell and
/// no curl, and <c>helm test</c> needs no foreign image this way.
/// </summary>
internal static class Probe
{
    private const string Verb = "probe";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether the program was started to be a probe.</summary>
    public static bool IsMeant(string[] args) => args is [Verb, ..];

    /// <summary>
    /// Asks the URL; 0 for an answer of 2xx, 1 for any other or none within 5 seconds, with one sentence on standard error.
    /// </summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [_, var text] || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return Fail("Give one URL: probe http://service-a:8011/health");
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
            return response.IsSuccessStatusCode ? 0 : Fail($"{url} answers {(int)response.StatusCode}.");
        }
        catch (HttpRequestException e)
        {
            return Fail($"{url} does not answer: {e.Message.TrimEnd('.')}.");
        }
        catch (OperationCanceledException)
        {
            return Fail($"{url} does not answer within {Patience.TotalSeconds:0} seconds.");
        }
    }

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }
}
