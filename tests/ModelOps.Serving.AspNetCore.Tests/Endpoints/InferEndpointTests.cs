using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.Serving.AspNetCore.Tracing;
using ModelOps.Serving.AspNetCore.Wire;
using ModelOps.TestSupport;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

public sealed class InferEndpointTests
{
    private const int LargeCount = 60_000;

    [Fact]
    public void PostAsync_Json_AllocatesTheSameForAnySize() => AssertSameAllocations(Json(4), Json(LargeCount), form: null);

    [Fact]
    public void PostAsync_Raw_AllocatesTheSameForAnySize() => AssertSameAllocations(new byte[16], new byte[LargeCount * sizeof(float)], form: "0");

    [Theory]
    [InlineData(1 << 10, 100 << 10)]
    [InlineData(1 << 10, 4 << 20)]
    public void PostAsync_Binary_AllocatesTheSameForAnySize(int small, int large) => AssertSameAllocations(Binary(small), Binary(large), form: "json");

    private static void AssertSameAllocations(byte[] small, byte[] large, string? form)
    {
        ModelOpsEndpointOptions options = new();
        InferEndpoint endpoint = new(
            FakeModels.WithEcho(), new RequestBodies(options), new CallHeaders(options, TimeProvider.System), new InferenceResponseWriter(options.MinCompressedBytes),
            new InferenceTracing(TimeProvider.System, NullLogger.Instance), TimeProvider.System);
        long forSmall = Measure(endpoint, small, form);
        long forLarge = Measure(endpoint, large, form);
        TestContext.Current.TestOutputHelper?.WriteLine($"{small.Length} B: {forSmall}; {large.Length} B: {forLarge}");

        // The tensor alone is 100,000 bytes and more, its JSON more still.
        Assert.InRange(forLarge - forSmall, -4096, 4096);
    }

    private static long Measure(InferEndpoint endpoint, byte[] body, string? form) => Allocations.Fewest(
        () =>
        {
            DefaultHttpContext context = new();
            context.Request.Body = new MemoryStream(body);
            context.Request.ContentLength = body.Length;
            context.Request.RouteValues["model"] = "echo-FP32";
            if (form is not null) { context.Request.Headers[WireFormat.JsonLengthHeader] = form == "0" ? "0" : $"{Array.IndexOf(body, (byte)'\n')}"; }
            context.Response.Body = Stream.Null;
            return context;
        },
        context =>
        {
            Assert.True(endpoint.PostAsync(context).IsCompletedSuccessfully); // all on this thread, so the count is whole
            Assert.Equal(form is not null ? WireFormat.BinaryContentType : WireFormat.JsonContentType, context.Response.ContentType);
        });

    /// <summary>JSON that ends before a line break, which is the first byte of the tensor; its JSON length is where the break is.</summary>
    private static byte[] Binary(int bytes)
    {
        byte[] tensor = new byte[bytes];
        tensor[0] = (byte)'\n';
        return
        [
            .. Encoding.UTF8.GetBytes(
                $$$"""{"inputs":[{"name":"x","shape":[{{{bytes / sizeof(float)}}}],"datatype":"FP32","parameters":{"binary_data_size":{{{bytes}}} }}],"parameters":{"binary_data_output":true}}"""),
            .. tensor,
        ];
    }

    private static byte[] Json(int count) => Encoding.UTF8.GetBytes(
        $$"""{"inputs":[{"name":"x","shape":[{{count}}],"datatype":"FP32","data":[{{string.Join(',', Enumerable.Range(0, count))}}]}]}""");
}
