using Google.Protobuf;

namespace ModelOps.Onnx.Tests.Support;

/// <summary>Writes protobuf by hand, so that tests can write what the writer never would.</summary>
internal static class Proto
{
    public static byte[] Message(params byte[][] fields) => [.. fields.SelectMany(static field => field)];

    public static byte[] Int(int field, long value) => Coded(field, WireFormat.WireType.Varint, output => output.WriteInt64(value));

    public static byte[] Float(int field, float value) => Coded(field, WireFormat.WireType.Fixed32, output => output.WriteFloat(value));

    public static byte[] Text(int field, string value) => Coded(field, WireFormat.WireType.LengthDelimited, output => output.WriteString(value));

    public static byte[] Bytes(int field, params byte[][] parts) =>
        Coded(field, WireFormat.WireType.LengthDelimited, output => output.WriteBytes(ByteString.CopyFrom(Message(parts))));

    public static byte[] Ints(int field, params long[] values) => Bytes(field, Packed(output => { foreach (long value in values) { output.WriteInt64(value); } }));

    public static byte[] Floats(int field, params float[] values) => Bytes(field, Packed(output => { foreach (float value in values) { output.WriteFloat(value); } }));

    public static byte[] Doubles(int field, params double[] values) => Bytes(field, Packed(output => { foreach (double value in values) { output.WriteDouble(value); } }));

    /// <summary>A model of one graph, with opset 13.</summary>
    public static byte[] Model(params byte[][] graph) => Message(Int(1, 8), Bytes(7, graph), Bytes(8, Int(2, 13)));

    /// <summary>A model whose only initializer is a tensor.</summary>
    public static byte[] TensorModel(params byte[][] tensor) => Model(Bytes(5, tensor));

    private static byte[] Coded(int field, WireFormat.WireType type, Action<CodedOutputStream> write) =>
        Packed(output => { output.WriteTag(field, type); write(output); });

    private static byte[] Packed(Action<CodedOutputStream> write)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream, leaveOpen: true)) { write(output); }
        return stream.ToArray();
    }
}
