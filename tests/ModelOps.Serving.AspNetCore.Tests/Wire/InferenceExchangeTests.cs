using System.Text;
using ModelOps.Serving.AspNetCore.Wire;
using ModelOps.TestSupport;

namespace ModelOps.Serving.AspNetCore.Tests.Wire;

public sealed class InferenceExchangeTests
{
    [Fact]
    public void Read_ReusedExchange_AllocatesNothingForAnySize()
    {
        using InferenceExchange exchange = new();
        byte[] small = Request(8);
        byte[] large = Request(50_000);

        Assert.Equal(0, Allocations.Fewest(() => Read(exchange, large), calls: 5));
        Assert.Equal(0, Allocations.Fewest(() => Read(exchange, small), calls: 100));
    }

    [Theory]
    [InlineData("FP64", ",\"data\":[1]")]
    [InlineData("BYTES", ",\"data\":[\"a\"]")]
    [InlineData("FP64", ",\"parameters\":{\"binary_data_size\":0}")]
    public void Read_ShapeThatPromisesMoreThanTheBody_TakesNoMemoryForIt(string type, string data)
    {
        using InferenceExchange exchange = new();
        byte[] body = Encoding.UTF8.GetBytes($$"""{"inputs":[{"name":"x","shape":[250000000],"datatype":"{{type}}"{{data}}}]}""");
        long allocated = Allocations.Once(() =>
            Assert.Throws<InvalidInferenceRequestException>(() => InferenceRequestReader.Read(exchange, body, body.Length, TimeProvider.System)));
        Assert.InRange(allocated, 0, 1 << 20);
    }

    [Fact]
    public void TryReset_GrownTooLarge_IsNotKept()
    {
        using InferenceExchange exchange = new();
        Assert.True(exchange.TryReset());
        exchange.Request.Inputs.Add("x", TensorDataType.UInt8, [5 << 20]);
        Assert.False(exchange.TryReset());
        Assert.Empty(exchange.Request.Inputs);
    }

    [Fact]
    public void TryReset_AfterUse_LeavesNothingBehind()
    {
        using InferenceExchange exchange = new();
        byte[] body = """{"id":"1","inputs":[],"outputs":[{"name":"a","parameters":{"binary_data":true}}],"parameters":{"binary_data_output":true}}"""u8.ToArray();
        InferenceRequestReader.Read(exchange, body, body.Length, TimeProvider.System);
        Assert.True(exchange.IsBinary(0));
        Assert.True(exchange.IsBinary(1));
        Assert.True(exchange.TryReset());
        Assert.False(exchange.IsBinary(0));
        Assert.False(exchange.IsBinary(1));
        Assert.Null(exchange.Request.Id);
        Assert.Empty(exchange.Request.RequestedOutputs);
    }

    private static void Read(InferenceExchange exchange, byte[] body)
    {
        exchange.TryReset();
        InferenceRequestReader.Read(exchange, body, body.Length, TimeProvider.System);
    }

    private static byte[] Request(int count) => Encoding.UTF8.GetBytes(
        $$"""{"inputs":[{"name":"x","shape":[{{count}}],"datatype":"FP32","data":[{{string.Join(',', Enumerable.Range(0, count))}}]}]}""");
}
