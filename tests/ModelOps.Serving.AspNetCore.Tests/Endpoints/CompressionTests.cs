using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

public sealed class CompressionTests
{
    private const string Small = """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[1,2]}]}""";

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("x-gzip", false)]
    [InlineData("deflate", false)]
    [InlineData("deflate-bare", true)]
    public async Task Infer_CompressedBody_IsInflated(string coding, bool chunked)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), kestrel: true);
        foreach (string json in (string[])[Small, Large(50_000)])
        {
            JsonElement answer = await SendAsync(host, Compress(json, coding), coding.Split('-')[0] is "x" ? "x-gzip" : coding.Split('-')[0], chunked).OkJsonAsync();
            Assert.Equal(JsonDocument.Parse(json).RootElement.GetProperty("inputs")[0].GetProperty("data").GetRawText(), answer.GetProperty("outputs")[0].GetProperty("data").GetRawText());
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Infer_DamagedCompressedBody_Is400(string coding)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), kestrel: true);
        byte[] whole = Compress(Large(5000), coding);
        await SendAsync(host, whole[..(whole.Length / 2)], coding).ErrorAsync(400);
        await SendAsync(host, Encoding.UTF8.GetBytes(Small), coding).ErrorAsync(400);
        await SendAsync(host, [], coding).ErrorAsync(400);
        byte[] flipped = [.. whole];
        flipped[whole.Length / 2] ^= 0xFF;
        await SendAsync(host, flipped, coding).ErrorAsync(400);
        await SendAsync(host, whole, coding).OkJsonAsync();
    }

    [Fact]
    public async Task Infer_EndlessEmptyMembers_EndAtTheLimitOfWhatComesIn()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), kestrel: true, maxBodyBytes: 1000);
        byte[] empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] many = [.. Enumerable.Repeat(empty, 10_000).SelectMany(static b => b)];
        await SendAsync(host, many, "gzip", chunked: true).ErrorAsync(413);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("br", null)]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("gzip;q=0.2, deflate;q=0.8", "deflate")]
    [InlineData("gzip;q=0, *", "deflate")]
    [InlineData("*", "gzip")]
    [InlineData("*;q=0", null)]
    [InlineData("identity, gzip;q=0.5", null)]
    [InlineData("gzip;q=x", null)]
    public async Task Infer_LargeAnswer_IsInTheCodingLikedBest(string? accepted, string? expected)
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), kestrel: true);
        using HttpResponseMessage response = await SendAsync(host, Encoding.UTF8.GetBytes(Large(20_000)), coding: null, accepted: accepted);
        Assert.Equal(expected, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("Accept-Encoding", string.Join(", ", response.Headers.Vary));
        string json = Inflate(await response.Content.ReadAsByteArrayAsync(), expected);
        Assert.Equal(20_000, JsonDocument.Parse(json).RootElement.GetProperty("outputs")[0].GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Infer_LargeBinaryAnswer_IsCompressedWithTheLengthOfItsJson()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), kestrel: true);
        string json = Large(20_000).Replace("}]}", """}],"parameters":{"binary_data_output":true}}""", StringComparison.Ordinal);
        using HttpResponseMessage response = await SendAsync(host, Encoding.UTF8.GetBytes(json), coding: null, accepted: "gzip");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        byte[] body = Encoding.Latin1.GetBytes(Inflate(await response.Content.ReadAsByteArrayAsync(), "gzip"));
        int head = int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(20_000 * 4, body.Length - head);
        Assert.Equal(20_000, JsonDocument.Parse(body.AsMemory(0, head)).RootElement.GetProperty("outputs")[0].GetProperty("shape")[0].GetInt32());
    }

    [Fact]
    public async Task Infer_SmallAnswer_IsCompressedOnlyWhenAskedForByTheSettings()
    {
        await using TestHost standard = await TestHost.StartAsync(FakeModels.WithEcho());
        await using TestHost all = await TestHost.StartAsync(FakeModels.WithEcho(), configure: b => b.Services.Configure<ModelOpsEndpointOptions>(o => o.MinCompressedBytes = 0));
        using HttpResponseMessage plain = await SendAsync(standard, Encoding.UTF8.GetBytes(Small), coding: null, accepted: "gzip");
        using HttpResponseMessage compressed = await SendAsync(all, Encoding.UTF8.GetBytes(Small), coding: null, accepted: "gzip");
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.NotNull(plain.Content.Headers.ContentLength);
        Assert.Equal(await plain.Content.ReadAsStringAsync(), Inflate(await compressed.Content.ReadAsByteArrayAsync(), "gzip"));
    }

    [Fact]
    public void OfRequest_CodingNotUnderstood_IsRefused()
    {
        Assert.Equal(ContentCoding.Identity, ContentCodings.OfRequest("Identity"));
        Assert.Equal(ContentCoding.Gzip, ContentCodings.OfRequest("GZIP"));
        Assert.Equal(415, Assert.Throws<RequestRefusedException>(() => ContentCodings.OfRequest("zstd")).Status);
        Assert.Equal(415, Assert.Throws<RequestRefusedException>(() => ContentCodings.OfRequest(new(["gzip", "gzip"]))).Status);
    }

    private static string Large(int count) =>
        $$"""{"inputs":[{"name":"x","shape":[{{count}}],"datatype":"FP32","data":[{{string.Join(',', Enumerable.Range(0, count))}}]}]}""";

    internal static byte[] Compress(string text, string coding)
    {
        using MemoryStream target = new();
        using (Stream stream = coding is "deflate-bare" ? new DeflateStream(target, CompressionLevel.Fastest)
            : coding is "deflate" ? new ZLibStream(target, CompressionLevel.Fastest)
            : new GZipStream(target, CompressionLevel.Fastest))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return target.ToArray();
    }

    private static string Inflate(byte[] body, string? coding)
    {
        using MemoryStream source = new(body);
        using Stream stream = coding switch
        {
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            "deflate" => new ZLibStream(source, CompressionMode.Decompress),
            _ => source,
        };
        using StreamReader reader = new(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    internal static async Task<HttpResponseMessage> SendAsync(TestHost host, byte[] body, string? coding, bool chunked = false, string? accepted = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/v2/models/echo-FP32/infer") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        if (coding is not null) { request.Content.Headers.ContentEncoding.Add(coding); }
        if (accepted is not null) { request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted); }
        return await host.Client.SendAsync(request);
    }
}
