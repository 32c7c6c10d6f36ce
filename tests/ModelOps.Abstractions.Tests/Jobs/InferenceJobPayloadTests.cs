using CsCheck;

namespace ModelOps.Abstractions.Tests.Jobs;

public sealed class InferenceJobPayloadTests
{
    private static readonly ModelReference Model = ModelReference.Parse("demand");

    [Fact]
    public void Encode_Call_ComesBackWhole()
    {
        using InferenceRequest request = new(Model) { Id = "42" };
        request.Inputs.Add(InferenceTensor.Create<float>("x", [2, 2], [1, float.NaN, -0f, 4]));
        request.Inputs.Add(InferenceTensor.CreateStrings("s", [2], ["", "é"]));
        request.Inputs.Add(InferenceTensor.Create<long>("empty", [0, 3], []));
        request.Inputs.Add(InferenceTensor.Create<double>("scalar", [], [7]));
        request.RequestedOutputs.Add("y");
        request.Parameters.Set("whole", 5L);
        request.Parameters.Set("number", 5.0);
        request.Parameters.Set("large", ulong.MaxValue);
        request.Parameters.Set("text", "t");
        request.Parameters.Set("flag", true);
        request.Context.RoutingKey = "store-7";
        request.Context.Priority = 3;
        request.Context.Headers["X-Region"] = "north";

        using InferenceRequest copy = new(Model);
        InferenceJobPayload.Decode(InferenceJobPayload.Encode(request), copy);

        Assert.Equal("42", copy.Id);
        Assert.Equal(["y"], copy.RequestedOutputs);
        Assert.Equal(request.Parameters, copy.Parameters);
        Assert.Equal(("store-7", 3), (copy.Context.RoutingKey, copy.Context.Priority));
        Assert.True(copy.Context.TryGetHeader("x-region", out string? region));
        Assert.Equal("north", region);
        Assert.Equal(request.Inputs.Select(static t => t.ToString()), copy.Inputs.Select(static t => t.ToString()));
        Assert.All(request.Inputs.Zip(copy.Inputs), static pair => Assert.Equal(pair.First.Bytes.ToArray(), pair.Second.Bytes.ToArray()));
    }

    [Fact]
    public void Encode_Answer_ComesBackWhole()
    {
        using InferenceResponse response = new() { ModelName = "demand", ModelVersion = "1.2.0" };
        response.Outputs.Add(InferenceTensor.Create<float>("y", [1], [2.5f]));

        using InferenceResponse copy = new() { ModelName = "other", Id = "old" };
        InferenceJobPayload.Decode(InferenceJobPayload.Encode(response), copy);

        Assert.Equal(("demand", "1.2.0", null), (copy.ModelName, copy.ModelVersion, copy.Id));
        Assert.Equal([2.5f], copy.Outputs["y"].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Decode_DamagedBytes_AreRefusedWithoutAnotherError()
    {
        using InferenceRequest request = new(Model);
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 3], [1, 2, 3]));
        byte[] good = InferenceJobPayload.Encode(request);

        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample(
            (position, value, length) =>
            {
                byte[] bad = [.. good];
                bad[position] = value;
                using InferenceRequest copy = new(Model);
                try { InferenceJobPayload.Decode(bad.AsSpan(0, length), copy); }
                catch (InvalidInferenceRequestException) { }
            },
            iter: 5000);
    }
}
