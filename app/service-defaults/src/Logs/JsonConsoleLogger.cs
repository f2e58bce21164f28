using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace BigBen.ServiceDefaults.Logs;

/// <summary>
/// One JSON object per line: timestamp, level, category, message, traceId and spanId of the current activity, the message's own
/// values by their names, and the exception, if there is one.
/// </summary>
internal sealed class JsonConsoleLogger(string category, ConsoleBuffer output, TimeProvider time) : ILogger
{
    // Relaxed: the lines go to log readers, never into HTML. Control characters stay escaped, so nobody can forge a line.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _writer;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (_writer is not { } writer)
        {
            var newBuffer = new ArrayBufferWriter<byte>(512);
            _writer = writer = (newBuffer, new Utf8JsonWriter(newBuffer, Options));
        }

        var (buffer, json) = writer;
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString("timestamp"u8, time.GetUtcNow().UtcDateTime);
        json.WriteString("level"u8, Name(logLevel));
        json.WriteString("category"u8, category);
        json.WriteString("message"u8, formatter(state, exception));
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            json.WriteString("traceId"u8, activity.TraceId.ToHexString());
            json.WriteString("spanId"u8, activity.SpanId.ToHexString());
        }

        if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
            WriteValues(json, values);
        if (exception is not null)
            json.WriteString("exception"u8, exception.ToString());
        json.WriteEndObject();
        json.Flush();
        buffer.Write("\n"u8);
        output.Append(buffer.WrittenSpan);
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            var (name, value) = values[i];
            if (name is "{OriginalFormat}")
                continue;
            json.WritePropertyName(name);
            switch (value)
            {
                case null: json.WriteNullValue(); break;
                case int number: json.WriteNumberValue(number); break;
                case long number: json.WriteNumberValue(number); break;
                case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
                case bool flag: json.WriteBooleanValue(flag); break;
                default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
            }
        }
    }

    private static ReadOnlySpan<byte> Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "Trace"u8,
        LogLevel.Debug => "Debug"u8,
        LogLevel.Information => "Information"u8,
        LogLevel.Warning => "Warning"u8,
        LogLevel.Error => "Error"u8,
        _ => "Critical"u8,
    };
}
