using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow;

public sealed class ArtifactProxyTests
{
    private const string Root = "/api/2.0/mlflow-artifacts";

    [Fact]
    public async Task List_Folder_GivesBaseNamesAndAFileNothing()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.UploadAsync("1/r/artifacts/sub/x.txt", "hello"u8.ToArray());
        await app.UploadAsync("1/r/artifacts/sub/deep/y.txt", "you"u8.ToArray());
        JsonElement files = (await app.CallAsync("GET", $"{Root}/artifacts?path=1%2Fr%2Fartifacts%2Fsub")).GetProperty("files");
        Assert.Equal("""[{"path":"deep","is_dir":true},{"path":"x.txt","is_dir":false,"file_size":5}]""", files.GetRawText());
        Assert.Equal("{}", (await app.CallAsync("GET", $"{Root}/artifacts?path=1%2Fr%2Fartifacts%2Fsub%2Fx.txt")).GetRawText());
        Assert.Equal("{}", (await app.CallAsync("GET", $"{Root}/artifacts?path=nothing")).GetRawText());
    }

    [Fact]
    public async Task Get_Range_IsThatPart()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.UploadAsync("a/data.bin", [.. Enumerable.Range(0, 256).Select(static i => (byte)i)]);
        using HttpRequestMessage request = new(HttpMethod.Get, $"{Root}/artifacts/a/data.bin");
        request.Headers.Range = new RangeHeaderValue(250, null);
        using HttpResponseMessage part = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("bytes 250-255/256", part.Content.Headers.ContentRange!.ToString());
        Assert.Equal([250, 251, 252, 253, 254, 255], await part.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using HttpRequestMessage beyond = new(HttpMethod.Get, $"{Root}/artifacts/a/data.bin");
        beyond.Headers.Range = new RangeHeaderValue(256, null);
        using HttpResponseMessage refused = await app.Client.SendAsync(beyond, TestContext.Current.CancellationToken);
        Assert.Equal((416, "bytes */256"), ((int)refused.StatusCode, refused.Content.Headers.ContentRange!.ToString()));
    }

    [Fact]
    public async Task Get_UploadedPage_IsNothingThatABrowserRuns()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.UploadAsync("a/page.html", "<script>alert(1)</script>"u8.ToArray());
        using HttpResponseMessage response = await app.Client.GetAsync(new Uri($"{Root}/artifacts/a/page.html", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(("text/plain", "nosniff", "attachment"), (
            response.Content.Headers.ContentType!.MediaType, response.Headers.GetValues("X-Content-Type-Options").Single(), response.Content.Headers.ContentDisposition!.DispositionType));
    }

    [Fact]
    public async Task Put_Again_ReplacesAndDeleteRemoves()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.UploadAsync("a/b c/é.txt", "one"u8.ToArray());
        await app.UploadAsync("a/b c/é.txt", "two"u8.ToArray());
        Assert.Equal("two"u8.ToArray(), await app.DownloadAsync("a/b%20c/%C3%A9.txt"));
        await app.CallAsync("DELETE", $"{Root}/artifacts/a/b%20c");
        await app.RefusedAsync("GET", $"{Root}/artifacts/a/b%20c/%C3%A9.txt", null, 404, "RESOURCE_DOES_NOT_EXIST");
        await app.RefusedAsync("DELETE", $"{Root}/artifacts/", null, 400, "INVALID_PARAMETER_VALUE");
    }

    [Theory]
    [InlineData("artifacts/a/..%2f..%2fregistry.db")]
    [InlineData("artifacts/%252e%252e/registry.db")]
    [InlineData("artifacts/..%5cregistry.db")]
    [InlineData("artifacts/a%23b")]
    [InlineData("artifacts/C:/x")]
    [InlineData("artifacts//etc/passwd")]
    [InlineData("artifacts?path=..%2F..")]
    [InlineData("artifacts?path=%2Fetc")]
    [InlineData("artifacts?path=a%2F%252e%252e%2Fb")]
    public async Task Get_PathOutside_IsInvalid(string path)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        Assert.StartsWith("Invalid path", await app.RefusedAsync("GET", $"{Root}/{path}", null, 400, "INVALID_PARAMETER_VALUE"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/2.0/mlflow-artifacts/artifacts/../../../../etc/passwd")]
    [InlineData("/api/2.0/mlflow-artifacts/artifacts/a/%2e%2e/b")]
    [InlineData("/api/2.0/mlflow-artifacts/artifacts/a/../b")]
    public async Task Get_RawTargetThatLeavesItsFolder_IsNotServed(string target)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.UploadAsync("b", [1]);
        using TcpClient tcp = new();
        await tcp.ConnectAsync(app.Client.BaseAddress!.Host, app.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using NetworkStream stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using StreamReader reader = new(stream);
        string status = (await reader.ReadLineAsync(TestContext.Current.CancellationToken))!;
        Assert.Matches("^HTTP/1.1 40[04] ", status);
    }

    [Fact]
    public async Task Put_BeyondTheLimit_Is413()
    {
        await using MlflowApp app = await MlflowApp.StartAsync(static builder => builder.Services.Configure<MlflowApiOptions>(static o => o.MaxArtifactBytes = 10));
        using ByteArrayContent content = new(new byte[11]);
        using HttpResponseMessage response = await app.Client.PutAsync(new Uri($"{Root}/artifacts/a", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(413, (int)response.StatusCode);
        await app.RefusedAsync("GET", $"{Root}/artifacts/a", null, 404, "RESOURCE_DOES_NOT_EXIST");
    }

    [Fact]
    public async Task Put_LargerThanTheServersDefault_Streams()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        byte[] content = new byte[40 << 20]; // the default of the server is 30 MB
        new Random(7).NextBytes(content);
        await app.UploadAsync("large.bin", content);
        byte[] back = await app.DownloadAsync("large.bin");
        Assert.True(content.AsSpan().SequenceEqual(back));
    }

    [Fact]
    public async Task Multipart_PartsInAnyOrderWithoutCredentials_MakeTheFile()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        JsonElement created = await app.CallAsync("POST", $"{Root}/mpu/create/1/r/artifacts", """{"path":"/tmp/client/big.bin","num_parts":3}""");
        string upload = created.GetProperty("upload_id").GetString()!;
        byte[][] parts = [[1, 1, 1], [2, 2], [3]];
        List<object> done = [];
        using HttpClient stranger = new(); // as the client does: an absolute address, no credentials
        foreach (JsonElement credential in created.GetProperty("credentials").EnumerateArray().Reverse())
        {
            int number = credential.GetProperty("part_number").GetInt32();
            using ByteArrayContent body = new(parts[number - 1]);
            using HttpResponseMessage put = await stranger.PutAsync(new Uri(credential.GetProperty("url").GetString()!), body, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
            done.Insert(0, new Dictionary<string, object> { ["part_number"] = number, ["etag"] = put.Headers.NonValidated["ETag"].ToString(), ["url"] = "" });
        }

        await app.CallAsync("POST", $"{Root}/mpu/complete/1/r/artifacts", JsonSerializer.Serialize(new Dictionary<string, object> { ["path"] = "/tmp/client/big.bin", ["upload_id"] = upload, ["parts"] = done }));
        Assert.Equal([1, 1, 1, 2, 2, 3], await app.DownloadAsync("1/r/artifacts/big.bin"));
    }

    [Fact]
    public async Task Multipart_AddressForAnotherPart_IsRefusedAndAbortEndsIt()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        JsonElement created = await app.CallAsync("POST", $"{Root}/mpu/create/a", """{"path":"b","num_parts":1}""");
        string url = created.GetProperty("credentials")[0].GetProperty("url").GetString()!;
        await app.RefusedAsync("PUT", new Uri(url).PathAndQuery.Replace("part_number=1", "part_number=2", StringComparison.Ordinal), null, 403, "PERMISSION_DENIED");
        await app.RefusedAsync("PUT", new Uri(url).PathAndQuery.Replace("/a/b?", "/a/c?", StringComparison.Ordinal), null, 403, "PERMISSION_DENIED");
        string upload = created.GetProperty("upload_id").GetString()!;
        await app.CallAsync("POST", $"{Root}/mpu/abort/a", $$"""{"path":"b","upload_id":"{{upload}}"}""");
        await app.RefusedAsync("PUT", new Uri(url).PathAndQuery, null, 400, "INVALID_PARAMETER_VALUE");
        await app.RefusedAsync("POST", $"{Root}/mpu/create/a", """{"path":"b","num_parts":100000}""", 400, "INVALID_PARAMETER_VALUE");
        await app.RefusedAsync("POST", $"{Root}/mpu/create/a", """{"path":".."}""", 400, "INVALID_PARAMETER_VALUE");
    }

    [Theory]
    [InlineData("mpd/presigned")]
    [InlineData("presigned")]
    public async Task Presigned_File_IsReadInPartsWithoutCredentials(string endpoint)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.UploadAsync("1/r/artifacts/a b.bin", [0, 1, 2, 3, 4, 5]);
        JsonElement answer = await app.CallAsync("GET", $"{Root}/{endpoint}/1/r/artifacts/a%20b.bin");
        Assert.Equal(6, answer.GetProperty("file_size").GetInt32());
        using HttpClient stranger = new();
        using HttpRequestMessage request = new(HttpMethod.Get, answer.GetProperty("url").GetString());
        request.Headers.Range = new RangeHeaderValue(2, 4);
        using HttpResponseMessage part = await stranger.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal([2, 3, 4], await part.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        await app.RefusedAsync("GET", new Uri(answer.GetProperty("url").GetString()!).PathAndQuery.Replace("a%20b", "c", StringComparison.Ordinal), null, 403, "PERMISSION_DENIED");
        await app.RefusedAsync("GET", $"{Root}/{endpoint}/1/r/artifacts/nothing", null, 404, "RESOURCE_DOES_NOT_EXIST");
    }

    [Fact]
    public async Task Put_BelowRegisteredModels_IsRefused()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.RefusedAsync("PUT", $"{Root}/artifacts/registered-models/m/1/model.onnx", "x", 403, "PERMISSION_DENIED");
        await app.RefusedAsync("DELETE", $"{Root}/artifacts/registered-models/m", null, 403, "PERMISSION_DENIED");
        await app.RefusedAsync("POST", $"{Root}/mpu/create/registered-models/m/1", """{"path":"b"}""", 403, "PERMISSION_DENIED");
    }
}
