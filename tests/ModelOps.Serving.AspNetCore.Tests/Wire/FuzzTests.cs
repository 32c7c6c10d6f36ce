using System.Text;
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
    ];

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
        for (int i = 0; i < 2500; i++)
        {
            (string model, string json, byte[] tensors, bool header) = Seeds[random.Next(Seeds.Length)];
            byte[] head = Mutate(random, Encoding.UTF8.GetBytes(json));
            byte[] tail = random.Next(2) == 0 ? tensors : Mutate(random, tensors);
            string? length = header || random.Next(20) == 0 ? $"{(random.Next(10) == 0 ? random.Next(-5, 200) : head.Length)}" : null;
            answered += await SendAsync(host, model, [.. head, .. tail], length) ? 1 : 0;
        }

        Assert.InRange(answered, 1, 2499);
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

    private static async Task<bool> SendAsync(TestHost host, string model, byte[] body, string? length)
    {
        using HttpResponseMessage response = await host.PostAsync($"/v2/models/{model}/infer", body, "application/octet-stream", length)
            .WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(
            (int)response.StatusCode is 200 or 400,
            $"{(int)response.StatusCode} to {length} {Convert.ToBase64String(body)}: {host.Logs.Entries.LastOrDefault(e => e.Exception is not null).Exception}");
        return response.IsSuccessStatusCode;
    }

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
