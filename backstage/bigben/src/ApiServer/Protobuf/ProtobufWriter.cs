using System.Text;

namespace BigBen.ApiServer.Protobuf;

/// <summary>Writes a protobuf message of texts and other messages.</summary>
internal sealed class ProtobufWriter
{
    private const int LengthDelimited = 2;

    private readonly List<byte> _bytes = [];

    /// <summary>Adds a text.</summary>
    public ProtobufWriter Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Adds a message.</summary>
    public ProtobufWriter Add(int field, ProtobufWriter message) => Add(field, message.ToArray());

    /// <summary>The message as it is sent.</summary>
    public byte[] ToArray() => [.. _bytes];

    private ProtobufWriter Add(int field, byte[] content)
    {
        Number((uint)((field << 3) | LengthDelimited));
        Number((uint)content.Length);
        _bytes.AddRange(content);
        return this;
    }

    private void Number(uint number)
    {
        for (; number >= 0x80; number >>= 7)
            _bytes.Add((byte)(number | 0x80));
        _bytes.Add((byte)number);
    }
}
