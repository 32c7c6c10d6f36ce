using CsCheck;
using ModelOps.Serving.Caching;

namespace ModelOps.Serving.Tests.Caching;

public sealed class CachedAnswerCodecTests
{
    private static readonly byte[] Question = [1, 2, 3];
    private static readonly byte[] Key = [4, 5, 6];

    [Fact]
    public void TryDecode_Encoded_IsTheSame() => Gen.Select(Gen.String, Gen.Float.Array[0, 50], Gen.String[0, 9].Array[0, 5]).Sample(static (name, numbers, texts) =>
    {
        using InferenceResponse response = Create(name, numbers, texts);

        CachedAnswer answer = CachedAnswerCodec.TryDecode(CachedAnswerCodec.Encode(CachedAnswer.Copy(response), Question, Key), Question, Key)!;

        using InferenceResponse read = new();
        answer.CopyTo(read, "id");
        Assert.Equal((response.ModelName, response.ModelVersion, "id", true), (read.ModelName, read.ModelVersion, read.Id, read.IsCached));
        Assert.Equal(response.Parameters, read.Parameters);
        Assert.Equal(response.Outputs.Count, read.Outputs.Count);
        for (int i = 0; i < read.Outputs.Count; i++)
        {
            Assert.Equal($"{response.Outputs[i]}", $"{read.Outputs[i]}");
            Assert.True(response.Outputs[i].Bytes.SequenceEqual(read.Outputs[i].Bytes));
        }
    });

    [Fact]
    public void TryDecode_AnyBitFlippedOrCutOff_IsNoAnswer()
    {
        byte[] bytes = CachedAnswerCodec.Encode(Answer(), Question, Key);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(CachedAnswerCodec.TryDecode(bytes, Question, Key));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (int length = 0; length < bytes.Length; length++) { Assert.Null(CachedAnswerCodec.TryDecode(bytes[..length], Question, Key)); }
        Assert.NotNull(CachedAnswerCodec.TryDecode(bytes, Question, Key));
    }

    [Fact]
    public void TryDecode_AnotherQuestionOrSecret_IsNoAnswer()
    {
        byte[] bytes = CachedAnswerCodec.Encode(Answer(), Question, Key);

        Assert.Null(CachedAnswerCodec.TryDecode(bytes, [1, 2, 4], Key));
        Assert.Null(CachedAnswerCodec.TryDecode(bytes, Question, [4, 5, 7]));
    }

    [Fact]
    public void TryDecode_SealedNonsense_IsNoAnswerAndNoCrash() => Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 400]).Sample(static (noise, at) =>
    {
        // Where there is no secret, anyone can seal: the body itself must be safe to read.
        byte[] bytes = CachedAnswerCodec.Encode(Answer(), Question, Key);
        byte[] body = [.. bytes[20..]];
        at = Math.Min(at, body.Length - 1);
        noise.AsSpan(0, Math.Min(noise.Length, body.Length - at)).CopyTo(body.AsSpan(at));

        CachedAnswer? answer = CachedAnswerCodec.TryDecode(Reseal(bytes, body), Question, Key);

        if (answer is null) { return; }
        using InferenceResponse response = new();
        answer.CopyTo(response, null);
    });

    private static byte[] Reseal(byte[] bytes, byte[] body)
    {
        using System.Security.Cryptography.IncrementalHash hash =
            System.Security.Cryptography.IncrementalHash.CreateHMAC(System.Security.Cryptography.HashAlgorithmName.SHA256, Key);
        hash.AppendData(bytes[..4]);
        hash.AppendData(BitConverter.GetBytes(Question.Length));
        hash.AppendData(Question);
        hash.AppendData(body);
        return [.. bytes[..4], .. hash.GetHashAndReset()[..16], .. body];
    }

    private static CachedAnswer Answer()
    {
        using InferenceResponse response = Create("m", [1f, 2f], ["a", "bc"]);
        return CachedAnswer.Copy(response);
    }

    private static InferenceResponse Create(string name, float[] numbers, string[] texts)
    {
        InferenceResponse response = new() { ModelName = name, ModelVersion = "1.0.0" };
        response.Outputs.Add(InferenceTensor.Create<float>("numbers", [1, numbers.Length], numbers));
        response.Outputs.Add(InferenceTensor.CreateStrings("texts", [texts.Length], texts));
        response.Parameters.Set("a", true);
        response.Parameters.Set("b", -1L);
        response.Parameters.Set("c", ulong.MaxValue);
        response.Parameters.Set("d", double.NaN);
        response.Parameters.Set("e", name);
        return response;
    }
}
