using System.Text;

namespace BigBen.Verbs.Progress;

/// <summary>A writer that hands over whole lines.</summary>
/// <param name="line">Takes each line, without its line break.</param>
internal sealed class LineWriter(Action<string> line) : TextWriter
{
    private readonly StringBuilder pending = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (value != '\n')
        {
            pending.Append(value);
            return;
        }

        line(pending.ToString());
        pending.Clear();
    }
}
