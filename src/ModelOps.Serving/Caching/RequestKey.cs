using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ModelOps.Serving.Caching;

/// <summary>Writes all that an answer depends on as bytes, so that two calls have the same bytes exactly when they ask the same.</summary>
/// <remarks>
/// <para>Every part has its length or count before it, so that no two different calls can run together to the same bytes. Inputs and parameters are in the order of
/// their names; outputs in the order asked for, as they are in the answer.</para>
/// <para>Answers are found by a 128-bit hash with a secret seed and then compared byte for byte, so a collision is a miss, never a wrong answer. Of long questions not
/// the bytes but their HMAC-SHA-256 with a secret key is kept and compared. One for each thread; it is valid until the thread's next use.</para>
/// </remarks>
internal sealed class RequestKey
{
    private const int LongestVerbatim = 4096;
    private const int LongestKept = 1 << 20; // a thread that once had a large call does not hold its memory for ever
    private const int MostParts = 64;
    private const byte Verbatim = 0;
    private const byte Digest = 1;
    private static readonly long Seed = BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(long)));
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    [ThreadStatic]
    private static RequestKey? s_mine;

    private byte[] _buffer = new byte[512];
    private int _length;

    public static RequestKey Mine => s_mine ??= new RequestKey();

    /// <summary>The whole question without the version that answers it.</summary>
    public ReadOnlySpan<byte> Question => _buffer.AsSpan(0, _length);

    /// <returns>False when the answer may depend on what a question does not hold.</returns>
    public bool TryWrite(InferenceRequest request, IList<string> knownParameters)
    {
        _length = 0;
        if (_buffer.Length > LongestKept) { _buffer = new byte[512]; }
        if (request.Inputs.Count > MostParts || request.Parameters.Count > MostParts) { return false; }
        Write(request.Context.Tenant);
        Write(request.RequestedOutputs.Count);
        for (int i = 0; i < request.RequestedOutputs.Count; i++) { Write(request.RequestedOutputs[i]); }
        return TryWriteParameters(request.Parameters, knownParameters) && TryWriteInputs(request.Inputs);
    }

    /// <summary>Writes what is compared: the version's number and the question, or its digest.</summary>
    /// <param name="scope">Number of the version that answers.</param>
    /// <param name="room">At least <see cref="LongestCompared"/> bytes.</param>
    /// <returns>How many bytes.</returns>
    public int Compared(long scope, Span<byte> room)
    {
        bool isLong = _length > LongestVerbatim;
        room[0] = isLong ? Digest : Verbatim;
        BinaryPrimitives.WriteInt64LittleEndian(room[1..], scope);
        if (!isLong) { Question.CopyTo(room[ScopeBytes..]); }
        return ScopeBytes + (isLong ? HMACSHA256.HashData(Secret, Question, room[ScopeBytes..]) : _length);
    }

    public const int LongestCompared = ScopeBytes + LongestVerbatim;

    private const int ScopeBytes = 1 + sizeof(long);

    public static UInt128 Hash(ReadOnlySpan<byte> compared) => XxHash128.HashToUInt128(compared, Seed);

    private bool TryWriteParameters(InferenceParameterCollection parameters, IList<string> known)
    {
        int count = parameters.Count;
        Write(count);
        if (count == 0) { return true; }
        Span<int> order = stackalloc int[count];
        for (int i = 0; i < count; i++)
        {
            string name = parameters[i].Key;
            if (!known.Contains(name)) { return false; }
            int place = i;
            for (; place > 0 && string.CompareOrdinal(parameters[order[place - 1]].Key, name) > 0; place--) { order[place] = order[place - 1]; }
            order[place] = i;
        }

        foreach (int i in order)
        {
            (string name, InferenceParameter value) = parameters[i];
            Write(name);
            Write((byte)value.Kind);
            _ = value.Kind switch
            {
                InferenceParameterKind.Boolean => value.TryGet(out bool truth) && Write(truth ? (byte)1 : (byte)0),
                InferenceParameterKind.Int64 => value.TryGet(out long whole) && Write(whole),
                InferenceParameterKind.UInt64 => value.TryGet(out ulong large) && Write((long)large),
                InferenceParameterKind.Double => value.TryGet(out double number) && Write(BitConverter.DoubleToInt64Bits(number)),
                _ => value.TryGet(out string text) && Write(text),
            };
        }

        return true;
    }

    private bool TryWriteInputs(InferenceTensorCollection inputs)
    {
        int count = inputs.Count;
        Write(count);
        Span<int> order = stackalloc int[count];
        for (int i = 0; i < count; i++)
        {
            string name = inputs[i].Name;
            int place = i;
            for (; place > 0 && string.CompareOrdinal(inputs[order[place - 1]].Name, name) > 0; place--) { order[place] = order[place - 1]; }
            if (place > 0 && inputs[order[place - 1]].Name == name) { return false; } // the model will refuse the call
            order[place] = i;
        }

        foreach (int i in order)
        {
            InferenceTensor tensor = inputs[i];
            Write(tensor.Name);
            Write((byte)tensor.DataType);
            Write(tensor.Shape.Length);
            Write(MemoryMarshal.AsBytes(tensor.Shape));
            Write(tensor.ByteLength);
            Write(tensor.Bytes);
        }

        return true;
    }

    private bool Write(string? text)
    {
        Write(text?.Length ?? -1);
        return Write(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private bool Write(byte value) => Write([value]);

    private bool Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);
        return true;
    }

    private bool Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);
        return true;
    }

    private bool Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Take(bytes.Length));
        return true;
    }

    private Span<byte> Take(int count)
    {
        int end = checked(_length + count);
        if (end > _buffer.Length) { Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max(end, _buffer.Length * 2L))); }
        Span<byte> taken = _buffer.AsSpan(_length, count);
        _length = end;
        return taken;
    }
}
