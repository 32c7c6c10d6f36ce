using CsCheck;
using ModelOps.Serving.Caching;

namespace ModelOps.Serving.Tests.Caching;

public sealed class RequestKeyTests
{
    private static readonly string[] Known = ["p", "q"];

    private static readonly Gen<float[]> Values = Gen.Float.Array[0, 40];

    [Fact]
    public void Compared_AnyPartDiffers_Differs() => Gen.Select(Values, Gen.Int[0, Mutations.Count - 1], Gen.String[0, 5]).Sample((values, mutation, text) =>
    {
        using InferenceRequest request = Create(values, text);
        byte[] before = Compare(request, scope: 1);

        Mutations[mutation](request);

        Assert.False(before.AsSpan().SequenceEqual(Compare(request, scope: 1)), $"mutation {mutation} changed nothing");
    });

    [Fact]
    public void Compared_SameQuestion_IsTheSameInWhateverOrder() => Values.Sample(static values =>
    {
        using InferenceRequest one = Create(values, "t");
        one.Parameters.Set("p", 1L);
        one.Parameters.Set("q", "v");
        using InferenceRequest other = new(ModelReference.ToModel("m")) { Id = "id" };
        other.Parameters.Set("q", "v");
        other.Parameters.Set("p", 1L);
        other.Inputs.Add(InferenceTensor.CreateStrings("b", [2], ["u", "vw"]));
        other.Inputs.Add(InferenceTensor.Create<float>("a", [values.Length], values));
        other.RequestedOutputs.Add("y");
        other.Context.Tenant = "t";
        other.Context.Priority = 3;
        other.Context.Headers["traceparent"] = "00-1";

        Assert.Equal(Compare(one, 1), Compare(other, 1));
    });

    [Fact]
    public void Compared_AnotherScope_Differs()
    {
        using InferenceRequest request = Create([1f], "t");

        Assert.NotEqual(Compare(request, 1), Compare(request, 2));
    }

    [Fact]
    public void Compared_LongQuestion_IsShortAndDiffersInEachByte()
    {
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        InferenceTensor x = request.Inputs.Add("x", TensorDataType.UInt8, [100_000]);
        x.Bytes.Clear();
        byte[] before = Compare(request, 1);
        HashSet<string> seen = [Convert.ToHexString(before)];

        for (int i = 0; i < x.ByteLength; i += 997)
        {
            x.Bytes[i] ^= 1;
            Assert.True(seen.Add(Convert.ToHexString(Compare(request, 1))));
            x.Bytes[i] ^= 1;
        }

        Assert.InRange(before.Length, 32, 64);
        Assert.Equal(before, Compare(request, 1));
    }

    [Fact]
    public void TryWrite_NotAQuestion_SaysSo()
    {
        using InferenceRequest request = Create([1f], "t");
        request.Parameters.Set("other", true);
        Assert.False(RequestKey.Mine.TryWrite(request, Known));

        request.Parameters.Clear();
        request.Inputs.Add("a", TensorDataType.Float32, [0]); // twice the same name
        Assert.False(RequestKey.Mine.TryWrite(request, Known));
    }

    private static readonly IReadOnlyList<Action<InferenceRequest>> Mutations =
    [
        static r => r.Context.Tenant = null,
        static r => r.Context.Tenant += "x",
        static r => r.RequestedOutputs.Clear(),
        static r => r.RequestedOutputs.Add("z"),
        static r => r.RequestedOutputs[0] += "z",
        static r => r.Parameters.Set("p", true),
        static r => r.Parameters.Set("p", 1L),
        static r => r.Parameters.Set("p", "1"),
        static r => r.Parameters.Set("q", 1.0),
        static r => r.Parameters.Set("q", ulong.MaxValue),
        static r => Replace(r, static old => InferenceTensor.Create<float>("c", old.Shape, old.AsSpan<float>())),
        static r => Replace(r, static old => InferenceTensor.Create<int>("a", old.Shape, System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(old.AsSpan<float>()))),
        static r => Replace(r, static old => InferenceTensor.Create<float>("a", [1, .. old.Shape], old.AsSpan<float>())),
        static r => Replace(r, static old => InferenceTensor.Create<float>("a", [old.ElementCount + 1], [.. old.AsSpan<float>(), 0f])),
        static r => Replace(r, static old => InferenceTensor.Create<float>("a", [old.ElementCount + 1], [0f, .. old.AsSpan<float>()])),
        static r => r.Inputs.Add("d", TensorDataType.Float32, [0]),
        static r => r.Inputs["b"].Bytes[4] ^= 1,
        static r => r.Inputs["b"].TrySetBytes([2, 0, 0, 0, (byte)'u', (byte)'v', 1, 0, 0, 0, (byte)'w']), // the same letters, cut elsewhere
    ];

    private static void Replace(InferenceRequest request, Func<InferenceTensor, InferenceTensor> change)
    {
        InferenceTensor changed = change(request.Inputs["a"]);
        InferenceTensor strings = InferenceTensor.CreateStrings("b", [2], ["u", "vw"]);
        request.Inputs.Clear();
        request.Inputs.Add(changed);
        request.Inputs.Add(strings);
    }

    private static InferenceRequest Create(float[] values, string tenant)
    {
        InferenceRequest request = new(ModelReference.ToModel("m"));
        request.Inputs.Add(InferenceTensor.Create<float>("a", [values.Length], values));
        request.Inputs.Add(InferenceTensor.CreateStrings("b", [2], ["u", "vw"]));
        request.RequestedOutputs.Add("y");
        request.Context.Tenant = tenant;
        return request;
    }

    private static byte[] Compare(InferenceRequest request, long scope)
    {
        RequestKey key = RequestKey.Mine;
        Assert.True(key.TryWrite(request, Known));
        byte[] room = new byte[RequestKey.LongestCompared];
        return room[..key.Compared(scope, room)];
    }
}
