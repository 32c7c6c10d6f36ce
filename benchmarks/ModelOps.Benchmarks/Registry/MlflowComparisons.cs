using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Benchmarks.Harness;
using ModelOps.Benchmarks.Rest;

namespace ModelOps.Benchmarks.Registry;

/// <summary>A lookup of an alias over the MLflow API, as clients and sidecars make it. The original took about 30 ms for the same call on two cores, with
/// SQLite and 100 versions; the peer here is Kestrel answering the same bytes and knowing nothing.</summary>
internal static class MlflowComparisons
{
    private const int Versions = 100;
    private const double OriginalMicroseconds = 30_000;
    private const double Times = 10;

    public static async IAsyncEnumerable<Comparison> CompareAsync()
    {
        string folder = Directory.CreateTempSubdirectory("modelops-bench-").FullName;
        try
        {
            await using LoopbackServer ours = await LoopbackServer.StartAsync(
                services => services.AddAuthorization().AddModelOps().AddRegistry(registry => registry.Path = folder),
                static application => application.MapMlflowApi().AllowAnonymous());
            await FillAsync(ours.Services.GetRequiredService<IModelRegistry>());
            using LoopbackConnection alias = new(ours.EndPoint, Request("/api/2.0/mlflow/registered-models/alias?name=demand&alias=champion"));
            alias.RoundTrip();
            byte[] answer = alias.ReadBody();
            Check(answer);

            string text = Encoding.UTF8.GetString(answer);
            await using LoopbackServer fixedText = await LoopbackServer.StartAsync(static _ => { }, application => application.MapGet("/text", () => text));
            using LoopbackConnection peer = new(fixedText.EndPoint, Request("/text"));
            yield return new Comparison
            {
                Name = $"alias over the MLflow API, {Versions} versions, against Kestrel with a fixed text",
                Ours = Contender.Of("GET alias", alias.RoundTrip),
                Peer = Contender.Of("fixed text", peer.RoundTrip),
                Clock = SampleClock.Wall,
                Bars = [AsFastAsTheOriginal(Times)],
                WhyBelow = "The call asks the store twice, where the fixed text asks nobody.",
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Bar AsFastAsTheOriginal(double times) => new(
        string.Create(CultureInfo.InvariantCulture, $"{times}x the rate of the original's 30 ms a call"),
        static result => string.Create(CultureInfo.InvariantCulture, $"{OriginalMicroseconds / result.Ours.Median:0}x, {1e6 / result.Ours.Median:0} calls/s a connection"),
        result => result.Ours.Median * times <= OriginalMicroseconds)
    {
        IsFigureShown = true,
    };

    private static async Task FillAsync(IModelRegistry registry)
    {
        for (int i = 0; i < Versions; i++)
        {
            await registry.RegisterAsync(new ModelRegistration
            {
                Model = "demand",
                Format = "onnx",
                Files = [ModelFile.FromBytes("model.onnx", BitConverter.GetBytes(i))],
                Tags = new Dictionary<string, string> { ["run"] = i.ToString(CultureInfo.InvariantCulture) },
            });
        }

        await registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = Versions / 2 });
    }

    private static byte[] Request(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: mlflow-python-client/3.6.0\r\nAccept: */*\r\n\r\n");

    private static void Check(byte[] answer)
    {
        string? version = JsonElement.Parse(answer).GetProperty("model_version").GetProperty("version").GetString();
        if (version != (Versions / 2).ToString(CultureInfo.InvariantCulture)) { throw new InvalidOperationException($"The alias points at version {version}: the comparison would mean nothing."); }
    }
}
