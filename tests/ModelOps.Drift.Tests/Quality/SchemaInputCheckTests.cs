using ModelOps.Drift.Quality;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Quality;

public sealed class SchemaInputCheckTests
{
    private static readonly DataSchema Schema = new DataSchemaBuilder()
        .AddNumber("area", min: 10, max: 2000, maxMissingShare: 0)
        .Add(new ColumnRule { Name = "rooms", Type = ColumnType.Integer, Min = 1 })
        .Compare("rooms", ComparisonOperator.LessThan, "area")
        .Build();

    [Theory]
    [InlineData(new float[] { 100, 4, 10, 2 }, -1)]
    [InlineData(new float[] { 100, 4, 9, 2 }, 1)]
    [InlineData(new float[] { 100, 4.5f, 10, 2 }, 0)]
    [InlineData(new float[] { 100, float.NaN, float.NaN, 2 }, 1)]
    [InlineData(new float[] { 100, 4, 50, float.PositiveInfinity }, 1)]
    [InlineData(new float[] { 100, 4, 50, 50 }, 1)]
    [InlineData(new float[0], -1)]
    public void FindRow_GivesTheFirstThatBreaksARule(float[] values, long row)
    {
        var check = new SchemaInputCheck(Schema, "x", ["area", "rooms"]);
        using var request = new InferenceRequest(ModelReference.ToModel("house"));
        request.Inputs.Add("x", TensorDataType.Float32, [values.Length / 2, 2]);
        values.CopyTo(request.Inputs[0].AsSpan<float>());
        Assert.Equal(row, check.FindRow(request.Inputs));
        Assert.Equal(0, Allocations.Fewest(() => check.FindRow(request.Inputs)));
    }

    [Fact]
    public void FindRow_OtherInputTypeOrWidth_IsLeftToTheSignature()
    {
        var check = new SchemaInputCheck(Schema, "x", ["area", "rooms"]);
        using var request = new InferenceRequest(ModelReference.ToModel("house"));
        Assert.Equal(-1, check.FindRow(request.Inputs));
        request.Inputs.Add("x", TensorDataType.Float32, [1, 3]);
        Assert.Equal(-1, check.FindRow(request.Inputs));
    }

    [Fact]
    public void Make_ColumnOfText_IsRefused() => Assert.Contains(
        "'t' is Text",
        Assert.Throws<ArgumentException>(() => new SchemaInputCheck(new DataSchemaBuilder().AddText("t").Build(), "x", ["t"])).Message,
        StringComparison.Ordinal);
}
