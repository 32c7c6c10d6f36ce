using Microsoft.Extensions.DependencyInjection;
using ModelOps.Registry.AspNetCore.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow.Recordings;

/// <summary>What the Python client said to the original, said to this server.</summary>
public sealed class RecordedExchangesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Api_RequestsOfThePythonClient_AnswersMeanWhatTheOriginalsMeant()
    {
        IReadOnlyList<WireExchange> exchanges = WireExchange.Read(SharedFiles.Require("golden/mlflow-wire.jsonl"));
        await using MlflowApp app = await MlflowApp.StartAsync(static builder => builder.Services.AddSingleton<IRegistryWebhooks>(new InMemoryWebhooks(TimeProvider.System)));
        WireReplay replay = new(app.Client);
        List<string> differences = [];
        foreach (WireExchange exchange in exchanges)
        {
            if (await replay.ReplayAsync(exchange, TestContext.Current.CancellationToken) is { } difference)
            {
                differences.Add($"{exchange.Index} {exchange.Method} {exchange.Path}?{exchange.Query}: {difference}");
            }
        }

        output.WriteLine($"{exchanges.Count - differences.Count} of {exchanges.Count} exchanges match.");
        Assert.Equal(250, exchanges.Count);
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }
}
