using System.Text.Json;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

[Collection(nameof(Alone))]
public sealed class CompressionBombTests
{
    [Theory]
    [InlineData("gzip", false)]
    [InlineData("deflate", true)]
    public async Task Infer_BodyThatInflatesBeyondTheLimit_Is413WithBoundedMemory(string coding, bool chunked)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), kestrel: true, maxBodyBytes: 4 << 20);
        byte[] bomb = CompressionTests.Compress(new string(' ', 200 << 20), coding);
        Assert.InRange(bomb.Length, 1, 4 << 20);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < 3; i++)
        {
            JsonElement error = await CompressionTests.SendAsync(host, bomb, coding, chunked).ErrorAsync(413);
            Assert.Equal("BODY_TOO_LARGE", error.GetProperty("code").GetString());
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 64 << 20);
    }
}
