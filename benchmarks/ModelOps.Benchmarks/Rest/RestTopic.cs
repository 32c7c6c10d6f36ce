using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Benchmarks.Harness;
using ModelOps.Benchmarks.Models;
using ModelOps.Benchmarks.Serving;
using ModelOps.Serving;

namespace ModelOps.Benchmarks.Rest;

/// <summary>Open Inference Protocol round trips against bare Kestrel endpoints that get the same bytes.</summary>
internal sealed class RestTopic : ITopic
{
    public string Name => "rest";

    public string Question => "What does an OIP infer round trip cost over a bare Kestrel echo of the same bytes?";

    public async IAsyncEnumerable<Comparison> CompareAsync()
    {
        BenchmarkModel model = BenchmarkModel.SmallMlp;
        using SavedModel file = new(model);
        await using LoopbackServer ours = await LoopbackServer.StartAsync(
            static services => services.AddModelOps().AddServing(static serving => serving.Runtime = "onnxruntime"), static application => application.MapModelOps());
        await ours.Services.GetRequiredService<IModelHost>().AddAsync(new HostedModelOptions { Name = model.Name, File = file.Path });
        await using LoopbackServer peer = await LoopbackServer.StartAsync(static _ => { }, EchoEndpoints.Map);
        (string Name, InferExchange Ours, InferExchange Peer)[] pairs =
        [
            ("byte echo", InferExchange.Json(model), InferExchange.Json(model, EchoEndpoints.BytesPath)),
            ("parsing echo", InferExchange.Json(model), InferExchange.Json(model, EchoEndpoints.JsonPath)),
            ("byte echo", InferExchange.Binary(model), InferExchange.Binary(model, EchoEndpoints.BytesPath)),
        ];
        foreach ((string name, InferExchange ourExchange, InferExchange peerExchange) in pairs)
        {
            using LoopbackConnection ourConnection = new(ours.EndPoint, ourExchange.Request);
            using LoopbackConnection peerConnection = new(peer.EndPoint, peerExchange.Request);
            CheckAnswer(ourConnection, ourExchange, model);
            yield return new Comparison
            {
                Name = $"REST {ourExchange.Form}, {model.Name}, against {name}",
                Ours = Contender.Of("OIP infer", ourConnection.RoundTrip),
                Peer = Contender.Of(name, peerConnection.RoundTrip),
                Clock = SampleClock.Wall,
            };
        }

        await foreach (Comparison comparison in ForestServiceComparisons.CompareAsync()) { yield return comparison; }
    }

    private static void CheckAnswer(LoopbackConnection connection, InferExchange exchange, BenchmarkModel model)
    {
        using RawOnnxRuntime raw = new(model);
        raw.Run();
        connection.RoundTrip();
        float[] output = exchange.ReadOutput(connection.Headers, connection.ReadBody());
        if (!output.AsSpan().SequenceEqual(raw.Output))
        {
            throw new InvalidOperationException($"The {exchange.Form} answer differs from the model's: the comparison would mean nothing.");
        }
    }
}
