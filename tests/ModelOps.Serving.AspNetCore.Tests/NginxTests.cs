using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Serving.AspNetCore.Tests;

/// <summary>From a client through a real nginx to an ONNX model and back.</summary>
public sealed class NginxTests
{
    private const int Rows = 200_000;

    [Theory]
    [InlineData("")]
    [InlineData("proxy_request_buffering off; proxy_buffering off;")]
    public async Task Infer_ThroughNginx_AnswersInEveryForm(string settings)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("affine.onnx", TestModels.Affine(scale: 2, offset: 1));
        await using TestHost host = await TestHost.StartAsync(models: null, kestrel: true, configure: b => b.Services.AddModelOps()
            .AddServing(o => o.Models.Add(new() { Name = "affine", File = file, Runtime = "onnxruntime" })));
        await host.Services.GetRequiredService<IModelHost>().RefreshAsync("affine");
        await using NginxServer nginx = await NginxServer.CreateAsync(host.Address, settings);
        using HttpClient client = new() { BaseAddress = nginx.Address };

        JsonElement json = await SendAsync(client, Encoding.UTF8.GetBytes("""{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""")).OkJsonAsync();
        Assert.Equal("[3,5,7,9]", json.GetProperty("outputs")[0].GetProperty("data").GetRawText());

        // 3.2 MB in binary form, told by length and in chunks, and compressed both ways.
        byte[] head = Encoding.UTF8.GetBytes(
            $$$"""{"inputs":[{"name":"x","shape":[{{{Rows}}},4],"datatype":"FP32","parameters":{"binary_data_size":{{{Rows * 16}}} }}],"parameters":{"binary_data_output":true}}""");
        byte[] body = [.. head, .. Enumerable.Range(0, Rows * 4).SelectMany(static i => BitConverter.GetBytes((float)(i % 1000)))];
        foreach ((bool chunked, bool gzip) in (IEnumerable<(bool, bool)>)[(false, false), (true, false), (false, true), (true, true)])
        {
            using HttpResponseMessage response = await SendAsync(client, body, head.Length, chunked, gzip);
            byte[] answer = await response.Content.ReadAsByteArrayAsync();
            Assert.True(response.StatusCode == HttpStatusCode.OK, Encoding.UTF8.GetString(answer.AsSpan(0, Math.Min(answer.Length, 500))));
            Assert.Equal(gzip ? "gzip" : null, response.Content.Headers.ContentEncoding.SingleOrDefault());
            if (gzip) { answer = Inflate(answer); }
            int length = int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single(), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(Rows * 16, answer.Length - length);
            Assert.Equal(1999f, BitConverter.ToSingle(answer, length + (999 * 4)));
        }

        await SendAsync(client, "{"u8.ToArray()).ErrorAsync(400);
        using HttpResponseMessage ready = await client.GetAsync("/v2/models/affine/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, byte[] body, int? jsonLength = null, bool chunked = false, bool gzip = false)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/v2/models/affine/infer") { Content = new ByteArrayContent(gzip ? Deflate(body) : body) };
        request.Headers.TransferEncodingChunked = chunked;
        if (jsonLength is { } length) { request.Headers.Add("Inference-Header-Content-Length", $"{length}"); }
        if (gzip)
        {
            request.Content.Headers.ContentEncoding.Add("gzip");
            request.Headers.AcceptEncoding.ParseAdd("gzip");
        }

        return await client.SendAsync(request);
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionLevel.Fastest)) { gzip.Write(bytes); }
        return target.ToArray();
    }

    private static byte[] Inflate(byte[] bytes)
    {
        using GZipStream gzip = new(new MemoryStream(bytes), CompressionMode.Decompress);
        using MemoryStream target = new();
        gzip.CopyTo(target);
        return target.ToArray();
    }
}
