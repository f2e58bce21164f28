namespace BigBen.Console.Endpoints;

/// <summary>
/// Writes lines as they come. Nothing is buffered for a slow reader: while it does not read, no line is taken, and the file of the log is
/// the buffer.
/// </summary>
internal static class LogText
{
    public static async Task WriteAsync(HttpContext http, IAsyncEnumerable<string> lines)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.StartAsync(http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await using var each = lines.GetAsyncEnumerator(http.RequestAborted);
        while (true)
        {
            var next = each.MoveNextAsync();
            if (!next.IsCompleted)
                await http.Response.Body.FlushAsync(http.RequestAborted);
            if (!await next)
                return;
            await http.Response.WriteAsync($"{each.Current}\n", http.RequestAborted);
        }
    }
}
