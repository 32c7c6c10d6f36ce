using System.Text.Json;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task Infer_32CallersOfMixedModels_EachGetsItsOwnAnswer()
    {
        await using TestHost host = await TestHost.StartAsync(FakeModels.WithEcho(), kestrel: true);
        await Parallel.ForAsync(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (caller, cancellationToken) =>
        {
            for (int call = 0; call < 40; call++)
            {
                int mark = (caller * 1000) + call;
                switch (call % 4)
                {
                    case 0:
                        JsonElement ints = await host.InferAsync("echo-INT32", Request("INT32", mark, $"{mark},{-mark}", 2)).OkJsonAsync();
                        Assert.Equal($"{mark}", ints.GetProperty("id").GetString());
                        Assert.Equal($"[{mark},{-mark}]", ints.GetProperty("outputs")[0].GetProperty("data").GetRawText());
                        break;
                    case 1:
                        JsonElement texts = await host.InferAsync("echo-BYTES", Request("BYTES", mark, $"\"{mark}\"", 1)).OkJsonAsync();
                        Assert.Equal($"[\"{mark}\"]", texts.GetProperty("outputs")[0].GetProperty("data").GetRawText());
                        break;
                    case 2:
                        byte[] raw = BitConverter.GetBytes((long)mark);
                        (JsonElement _, byte[] bytes) = await host.PostAsync("/v2/models/echo-INT64/infer", raw, "application/octet-stream", "0").OkBinaryAsync();
                        Assert.Equal(raw, bytes);
                        break;
                    default:
                        await host.InferAsync("echo-UINT8", Request("UINT8", mark, "256", 1)).ErrorAsync(400);
                        break;
                }
            }
        });
    }

    private static string Request(string type, int id, string data, int count) =>
        $$"""{"id":"{{id}}","inputs":[{"name":"x","shape":[{{count}}],"datatype":"{{type}}","data":[{{data}}]}]}""";
}
