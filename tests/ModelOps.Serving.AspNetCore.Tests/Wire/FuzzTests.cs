using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Wire;

/// <summary>Whatever comes in, the answer is 200 or 4xx, comes soon, and the server goes on.</summary>
public sealed class FuzzTests
{
    private static readonly (string Model, string Json, byte[] Tensors, bool Header)[] Seeds =
    [
        ("sum", """{"id":"1","inputs":[{"name":"a","shape":[2],"datatype":"FP32","data":[1,2.5e3]},{"name":"b","shape":[2],"datatype":"FP32","data":[-1,0]}],"outputs":[{"name":"sum","parameters":{"binary_data":true}}]}""", [], false),
        ("echo2-INT8", """{"inputs":[{"data":[[1,2],[3,-4]],"name":"x","shape":[2,2],"datatype":"INT8"}],"parameters":{"p":"v","q":1}}""", [], false),
        ("echo-BYTES", """{"inputs":[{"name":"x","shape":[3],"datatype":"BYTES","data":["a","\u00e4\n",""]}]}""", [], false),
        ("echo-BOOL", """{"inputs":[{"name":"x","shape":[2],"datatype":"BOOL","data":[true,false]}]}""", [], false),
        ("echo-FP64", """{"inputs":[{"name":"x","shape":[1],"datatype":"FP64","parameters":{"binary_data_size":8}}],"parameters":{"binary_data_output":true}}""", new byte[8], true),
        ("echo-BYTES", """{"inputs":[{"name":"x","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":9}}]}""", [1, 0, 0, 0, 65, 0, 0, 0, 0], true),
        ("echo2-FP32", """{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}],"outputs":[{"name":"y","parameters":{"classification":2}}],"parameters":{"priority":1,"timeout":1000000,"sequence_id":7,"real":0.5}}""", [], false),
    ];

    /// <summary>How many requests the long mode sends; the environment variable <c>MODELOPS_FUZZ_REQUESTS</c> says so, e.g. 300000.</summary>
    private static readonly int Requests =
        int.TryParse(Environment.GetEnvironmentVariable("MODELOPS_FUZZ_REQUESTS"), System.Globalization.CultureInfo.InvariantCulture, out int requests) ? requests : 4 * 2500;

    private static readonly string[] Pieces =
        ["[", "]", "{", "}", ",", ":", "\"", "null", "-1", "1e999", "99999999999999999999", "\\ud800", "\"data\":[1],", "\"shape\":[0],", "\"FP16\"", "0", "true", "[[", " ", "\0"];

    [Fact]
    public async Task Seeds_Unchanged_AreAnswered()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        foreach ((string model, string json, byte[] tensors, bool header) in Seeds)
        {
            using HttpResponseMessage response = header ? await host.InferBinaryAsync(model, json, tensors) : await host.InferAsync(model, json);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Infer_MutatedRequests_AreAnsweredOrRefused(int seed)
    {
        Random random = new(seed);
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        int answered = 0;
        for (int i = 0; i < Requests / 4; i++)
        {
            (string model, string json, byte[] tensors, bool header) = Seeds[random.Next(Seeds.Length)];
            byte[] head = Mutate(random, Encoding.UTF8.GetBytes(json));
            byte[] tail = random.Next(2) == 0 ? tensors : Mutate(random, tensors);
            string? length = header || random.Next(20) == 0 ? $"{(random.Next(10) == 0 ? random.Next(-5, 200) : head.Length)}" : null;
            answered += await SendAsync(host, model, [.. head, .. tail], length) ? 1 : 0;
        }

        Assert.InRange(answered, 1, (Requests / 4) - 1);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, 512L << 20); // nothing piles up
        await host.InferAsync(Seeds[0].Model, Seeds[1].Json).ErrorAsync(400);
    }

    [Fact]
    public async Task Infer_RandomBytes_AreRefused()
    {
        Random random = new(5);
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        for (int i = 0; i < 2000; i++)
        {
            byte[] body = new byte[random.Next(200)];
            random.NextBytes(body);
            await SendAsync(host, "echo-UINT8", body, random.Next(2) == 0 ? null : $"{random.Next(body.Length + 2)}");
        }
    }

    [Fact]
    public async Task Infer_MutatedCompressedRequests_AreAnsweredOrRefused()
    {
        Random random = new(6);
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho());
        for (int i = 0; i < Requests / 10; i++)
        {
            (string model, string json, _, _) = Seeds[random.Next(4)];
            using MemoryStream target = new();
            using (GZipStream gzip = new(target, CompressionLevel.Fastest)) { gzip.Write(random.Next(2) == 0 ? Encoding.UTF8.GetBytes(json) : Mutate(random, Encoding.UTF8.GetBytes(json))); }
            using HttpRequestMessage request = new(HttpMethod.Post, $"/v2/models/{model}/infer") { Content = new ByteArrayContent(Mutate(random, target.ToArray())) };
            request.Content.Headers.ContentEncoding.Add(random.Next(10) == 0 ? "deflate" : "gzip");
            using HttpResponseMessage response = await host.Client.SendAsync(request).WaitAsync(TimeSpan.FromSeconds(30));
            if ((int)response.StatusCode is not (200 or 400)) { Assert.Fail($"{(int)response.StatusCode}: {LastFailure(host)}"); }
        }
    }

    [Fact]
    public async Task Admin_MutatedRequests_AreRefused()
    {
        Random random = new(7);
        await using TestHost host = await TestHost.StartAsync(
            FakeModels.WithEcho(), configure: static b => b.Services.AddAuthorization(), map: static app => app.MapModelOpsAdmin().AllowAnonymous());
        string[] bodies =
        [
            """{"parameters":{"config":"{\"aliases\":[\"champion\"],\"runtime\":\"simd\"}"}}""", """{"parameters":{"file:1/model.onnx":"AAAA"}}""",
            """{"trace_level":["TIMESTAMPS"],"trace_rate":"1","trace_count":"5"}""", """{"log_info":true,"log_verbose_level":1}""",
        ];
        string[] paths = ["repository/models/m/load", "repository/models/m/unload", "trace/setting", "logging", "repository/index"];
        for (int i = 0; i < Requests / 10; i++)
        {
            byte[] body = Mutate(random, Encoding.UTF8.GetBytes(bodies[random.Next(bodies.Length)]));
            using HttpResponseMessage response = await host.PostAsync($"/v2/{paths[random.Next(paths.Length)]}", body, "application/json").WaitAsync(TimeSpan.FromSeconds(30));
            if ((int)response.StatusCode is not (200 or 400 or 403 or 404)) { Assert.Fail($"{(int)response.StatusCode} to {Convert.ToBase64String(body)}"); }
        }
    }

    private static async Task<bool> SendAsync(TestHost host, string model, byte[] body, string? length)
    {
        using HttpResponseMessage response = await host.PostAsync($"/v2/models/{model}/infer", body, "application/octet-stream", length)
            .WaitAsync(TimeSpan.FromSeconds(30));
        if ((int)response.StatusCode is not (200 or 400)) { Assert.Fail($"{(int)response.StatusCode} to {length} {Convert.ToBase64String(body)}: {LastFailure(host)}"); }
        return response.IsSuccessStatusCode;
    }

    private static Exception? LastFailure(TestHost host) => host.Logs.Entries.LastOrDefault(static e => e.Exception is not null).Exception;

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        List<byte> mutated = [.. bytes];
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(mutated.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < mutated.Count: mutated[at] = (byte)random.Next(256); break;
                case 1 when at < mutated.Count: mutated.RemoveRange(at, Math.Min(random.Next(1, 12), mutated.Count - at)); break;
                case 2: mutated.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)])); break;
                case 3 when at < mutated.Count: mutated.InsertRange(at, mutated.GetRange(at, Math.Min(random.Next(1, 40), mutated.Count - at))); break;
                case 4 when at < mutated.Count: mutated[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }

        return [.. mutated];
    }
}
