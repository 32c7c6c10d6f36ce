using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Serving.Caching;

/// <summary>Answers as bytes: four of magic and version, 16 of seal, then model, version, outputs and parameters, little-endian, each with its length before it.</summary>
/// <remarks>The seal is an HMAC-SHA-256, cut to 128 bits, over the digest of the question and what follows: a value that is damaged, made up, of another version of this
/// format or moved from another question is no answer.</remarks>
internal static class CachedAnswerCodec
{
    private const int SealBytes = 16;
    private const int HeadBytes = 4 + SealBytes;
    private const int HighestRank = 64;
    private const int MostParts = 4096;

    private static ReadOnlySpan<byte> Magic => "MOC\x01"u8;

    public static byte[] Encode(CachedAnswer answer, ReadOnlySpan<byte> question, ReadOnlySpan<byte> key)
    {
        using MemoryStream stream = new(HeadBytes + (int)Math.Min(answer.Size, 1 << 20));
        using BinaryWriter writer = new(stream, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(stackalloc byte[SealBytes]);
        writer.Write(answer.Model);
        writer.Write(answer.Version);
        writer.Write(answer.Outputs.Length);
        foreach (CachedTensor output in answer.Outputs)
        {
            writer.Write(output.Name);
            writer.Write((byte)output.DataType);
            writer.Write(output.Shape.Length);
            foreach (long dimension in output.Shape) { writer.Write(dimension); }
            writer.Write(output.Bytes.Length);
            writer.Write(output.Bytes.Span);
        }

        writer.Write(answer.Parameters.Length);
        foreach ((string name, InferenceParameter value) in answer.Parameters)
        {
            writer.Write(name);
            Write(writer, value);
        }

        writer.Flush();
        byte[] bytes = stream.ToArray();
        Seal(bytes, question, key, bytes.AsSpan(4, SealBytes));
        return bytes;
    }

    /// <returns>Null when the bytes are no answer to this question.</returns>
    public static CachedAnswer? TryDecode(byte[] bytes, ReadOnlySpan<byte> question, ReadOnlySpan<byte> key)
    {
        if (bytes.Length < HeadBytes || !bytes.AsSpan().StartsWith(Magic)) { return null; }
        Span<byte> seal = stackalloc byte[SealBytes];
        Seal(bytes, question, key, seal);
        if (!CryptographicOperations.FixedTimeEquals(seal, bytes.AsSpan(4, SealBytes))) { return null; }
        try
        {
            // Whoever knows the key wrote this; reading goes on checking all the same, as without a secret the key is no secret.
            using MemoryStream stream = new(bytes, HeadBytes, bytes.Length - HeadBytes, writable: false);
            using BinaryReader reader = new(stream, Encoding.UTF8);
            CachedAnswer answer = new(reader.ReadString(), reader.ReadString(), ReadOutputs(reader, stream), ReadParameters(reader));
            return stream.Position == stream.Length ? answer : null;
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException or InvalidDataException)
        {
            return null;
        }
    }

    private static CachedTensor[] ReadOutputs(BinaryReader reader, MemoryStream stream)
    {
        CachedTensor[] outputs = new CachedTensor[Count(reader, MostParts)];
        for (int i = 0; i < outputs.Length; i++)
        {
            string name = reader.ReadString();
            TensorDataType type = (TensorDataType)reader.ReadByte();
            if (!Enum.IsDefined(type)) { throw new InvalidDataException(); }
            long[] shape = new long[Count(reader, HighestRank)];
            for (int d = 0; d < shape.Length; d++) { shape[d] = reader.ReadInt64(); }
            byte[] bytes = reader.ReadBytes(Count(reader, (int)(stream.Length - stream.Position)));
            using InferenceTensor check = new(name, TensorDataType.Bytes, shape); // refuses a shape that is none
            if (type != TensorDataType.Bytes ? check.ElementCount > bytes.Length || check.ElementCount * type.ItemSize() != bytes.Length : check.TrySetBytes(bytes) is not null)
            {
                throw new InvalidDataException();
            }

            outputs[i] = new CachedTensor(name, type, shape, bytes);
        }

        return outputs;
    }

    private static KeyValuePair<string, InferenceParameter>[] ReadParameters(BinaryReader reader)
    {
        KeyValuePair<string, InferenceParameter>[] parameters = new KeyValuePair<string, InferenceParameter>[Count(reader, MostParts)];
        for (int i = 0; i < parameters.Length; i++)
        {
            string name = reader.ReadString();
            parameters[i] = new KeyValuePair<string, InferenceParameter>(name, (InferenceParameterKind)reader.ReadByte() switch
            {
                InferenceParameterKind.Boolean => reader.ReadBoolean(),
                InferenceParameterKind.Int64 => reader.ReadInt64(),
                InferenceParameterKind.UInt64 => reader.ReadUInt64(),
                InferenceParameterKind.Double => reader.ReadDouble(),
                InferenceParameterKind.String => reader.ReadString(),
                _ => throw new InvalidDataException(),
            });
        }

        return parameters;
    }

    private static void Write(BinaryWriter writer, InferenceParameter value)
    {
        writer.Write((byte)value.Kind);
        if (value.Kind == InferenceParameterKind.Boolean && value.TryGet(out bool truth)) { writer.Write(truth); }
        else if (value.Kind == InferenceParameterKind.Int64 && value.TryGet(out long whole)) { writer.Write(whole); }
        else if (value.Kind == InferenceParameterKind.UInt64 && value.TryGet(out ulong large)) { writer.Write(large); }
        else if (value.Kind == InferenceParameterKind.Double && value.TryGet(out double number)) { writer.Write(number); }
        else if (value.TryGet(out string text)) { writer.Write(text); }
    }

    private static int Count(BinaryReader reader, int most) => reader.ReadInt32() is var count && count >= 0 && count <= most ? count : throw new InvalidDataException();

    private static void Seal(byte[] bytes, ReadOnlySpan<byte> question, ReadOnlySpan<byte> key, Span<byte> seal)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Magic);
        hash.AppendData(MemoryMarshal.AsBytes([question.Length]));
        hash.AppendData(question);
        hash.AppendData(bytes.AsSpan(HeadBytes));
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(whole);
        whole[..SealBytes].CopyTo(seal);
    }
}
