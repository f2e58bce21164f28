using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace BigBen.Console.Html;

/// <summary>
/// A piece of a page. Made from an interpolated string, in which every hole is escaped that is not a piece of a page itself.
/// </summary>
internal sealed class Markup
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly string _text;

    private Markup(string text) => _text = text;

    /// <summary>Nothing.</summary>
    public static Markup Empty { get; } = new("");

    /// <summary>The page's piece; attributes stand in double quotes.</summary>
    public static Markup Of(Builder builder) => new(builder.ToString());

    /// <summary>The piece where a condition holds, else nothing.</summary>
    public static Markup If(bool condition, Func<Markup> then) => condition ? then() : Empty;

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <summary>What the compiler turns an interpolated string into.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Builder
    {
        private readonly StringBuilder _text;

        public Builder(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 16));

        public void AppendLiteral(string literal) => _text.Append(literal);

        public void AppendFormatted<T>(T value, string? format = null)
        {
            switch (value)
            {
                case Markup markup:
                    _text.Append(markup._text);
                    break;
                case string plain:
                    _text.Append(Encoder.Encode(plain));
                    break;
                case IEnumerable pieces:
                    foreach (var piece in pieces)
                        AppendFormatted(piece);
                    break;
                case IFormattable formattable:
                    _text.Append(Encoder.Encode(formattable.ToString(format, CultureInfo.InvariantCulture)));
                    break;
                default:
                    _text.Append(Encoder.Encode(value?.ToString() ?? ""));
                    break;
            }
        }

        public override string ToString() => _text.ToString();
    }
}
