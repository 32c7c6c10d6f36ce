using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Benchmarks.Forests;
using ModelOps.Benchmarks.Harness;
using ModelOps.Benchmarks.Models;
using ModelOps.Onnx;
using ModelOps.Onnx.Forests;
using ModelOps.Serving;

namespace ModelOps.Benchmarks.Rest;

/// <summary>A forest of 100 trees behind the protocol: 30 floats of JSON in, one out, on <c>simd</c>. The peers are Kestrel answering a fixed text, the same
/// service on ONNX Runtime, and FastAPI with XGBoost, which trained the forest.</summary>
internal static class ForestServiceComparisons
{
    private const int Trees = 100;
    private const float Tolerance = 1e-5f;

    public static async IAsyncEnumerable<Comparison> CompareAsync()
    {
        if (!XGBoostLibrary.IsInstalled)
        {
            await Console.Error.WriteLineAsync("Left out: REST of a forest trained by XGBoost; install libxgboost0.");
            yield break;
        }

        byte[] trained = XGBoostForest.Train(BenchmarkForest.Rows(TrainedLabels.Rows), Trees);
        BenchmarkModel model = new("forest", OnnxModelWriter.Write(OnnxForestWriter.Write(XGBoostForestReader.Read(trained), new OnnxForestWriteOptions { InputName = "x", ScoresName = "y" })), BenchmarkForest.Features, 1);
        using SavedModel file = new(model);
        await using LoopbackServer simd = await StartAsync(file, "simd");
        await using LoopbackServer native = await StartAsync(file, "onnxruntime");
        await using LoopbackServer text = await LoopbackServer.StartAsync(static _ => { }, static application => application.MapGet("/text", static () => "Hello, World!"));
        InferExchange exchange = InferExchange.Json(model);
        using LoopbackConnection ours = new(simd.EndPoint, exchange.Request);
        using LoopbackConnection onnxRuntime = new(native.EndPoint, exchange.Request);
        using LoopbackConnection fixedText = new(text.EndPoint, Encoding.ASCII.GetBytes("GET /text HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        float answer = Answer(ours, exchange);
        Check(answer, Answer(onnxRuntime, exchange), "ONNX Runtime");
        yield return Compare(ours, "Kestrel with a fixed text", fixedText, 0.85, "The fixed text reads no body and runs no model.");
        yield return Compare(ours, "the same on ONNX Runtime", onnxRuntime, 1.2, "A round trip over loopback costs more than either run of the model.");

        string modelFile = Path.Combine(Path.GetDirectoryName(file.Path)!, $"{Guid.NewGuid():N}.json");
        await File.WriteAllBytesAsync(modelFile, trained);
        try
        {
            using FastApiServer? python = await FastApiServer.TryStartAsync(modelFile);
            if (python is null)
            {
                await Console.Error.WriteLineAsync("Left out: FastAPI with XGBoost; install python3-fastapi, uvicorn and python3-xgboost.");
                yield break;
            }

            using LoopbackConnection fastApi = new(python.EndPoint, exchange.Request);
            Check(answer, Answer(fastApi, exchange), "FastAPI");
            yield return Compare(ours, "FastAPI, uvicorn and XGBoost", fastApi, 15, "Both wait for the same loopback.");
        }
        finally
        {
            File.Delete(modelFile);
        }
    }

    private static async Task<LoopbackServer> StartAsync(SavedModel file, string runtime)
    {
        LoopbackServer server = await LoopbackServer.StartAsync(services => services.AddModelOps().AddServing(serving => serving.Runtime = runtime), static application => application.MapModelOps());
        await server.Services.GetRequiredService<IModelHost>().AddAsync(new HostedModelOptions { Name = "forest", File = file.Path });
        return server;
    }

    private static Comparison Compare(LoopbackConnection ours, string name, LoopbackConnection peer, double times, string why) => new()
    {
        Name = $"REST JSON, forest {Trees} x depth {XGBoostForest.Depth} on simd, against {name}",
        Ours = Contender.Of("OIP infer", ours.RoundTrip),
        Peer = Contender.Of(name, peer.RoundTrip),
        Clock = SampleClock.Wall,
        Bars = [Bar.FasterBy(times)],
        WhyBelow = why,
    };

    private static float Answer(LoopbackConnection connection, InferExchange exchange)
    {
        connection.RoundTrip();
        return exchange.ReadOutput(connection.Headers, connection.ReadBody()).Single();
    }

    private static void Check(float ours, float peer, string name)
    {
        if (Math.Abs(ours - peer) > Tolerance * Math.Max(1, Math.Abs(ours))) { throw new InvalidOperationException($"Ours answers {ours}, {name} {peer}: the comparison would mean nothing."); }
    }
}
