using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.Serving.AspNetCore.Tracing;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

public sealed class InferEndpointTests
{
    private const int LargeCount = 60_000;

    [Fact]
    public Task PostAsync_Json_AllocatesTheSameForAnySize() => AssertSameAllocationsAsync(Json(4), Json(LargeCount), isRaw: false);

    [Fact]
    public Task PostAsync_Raw_AllocatesTheSameForAnySize() =>
        AssertSameAllocationsAsync(new byte[16], new byte[LargeCount * sizeof(float)], isRaw: true);

    private static async Task AssertSameAllocationsAsync(byte[] small, byte[] large, bool isRaw)
    {
        ModelOpsEndpointOptions options = new();
        InferEndpoint endpoint = new(
            FakeModels.WithEcho(), new RequestBodies(options), new CallHeaders(options, TimeProvider.System), new InferenceResponseWriter(options.MinCompressedBytes),
            new InferenceTracing(TimeProvider.System, NullLogger.Instance), TimeProvider.System);
        long forSmall = await MeasureAsync(endpoint, small, isRaw);
        long forLarge = await MeasureAsync(endpoint, large, isRaw);
        TestContext.Current.TestOutputHelper?.WriteLine($"{small.Length} B: {forSmall}; {large.Length} B: {forLarge}");

        // The tensor alone is 240,000 bytes, its JSON more.
        Assert.InRange(forLarge - forSmall, -4096, 4096);
    }

    /// <summary>Bytes allocated by one call at steady state: the least of several, since other tests run beside it.</summary>
    private static async Task<long> MeasureAsync(InferEndpoint endpoint, byte[] body, bool isRaw)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 30; i++)
        {
            DefaultHttpContext context = new();
            context.Request.Body = new MemoryStream(body);
            context.Request.ContentLength = body.Length;
            context.Request.RouteValues["model"] = "echo-FP32";
            if (isRaw) { context.Request.Headers[WireFormat.JsonLengthHeader] = "0"; }
            long before = GC.GetAllocatedBytesForCurrentThread();
            Task call = endpoint.PostAsync(context);
            Assert.True(call.IsCompletedSuccessfully); // all on this thread, so the count is whole
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            await call;
            Assert.Equal(isRaw ? WireFormat.BinaryContentType : WireFormat.JsonContentType, context.Response.ContentType);
        }

        return least;
    }

    private static byte[] Json(int count) => Encoding.UTF8.GetBytes(
        $$"""{"inputs":[{"name":"x","shape":[{{count}}],"datatype":"FP32","data":[{{string.Join(',', Enumerable.Range(0, count))}}]}]}""");
}
