using System.Text;
using CsCheck;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests;

public sealed class OracleTests
{
    private const string Model = "demand";
    private static readonly string?[] Versions = [null, null, null, "1.0.0", "1.1.0", "2.0.0-rc.1", "2.0.0", "2.0.0+build"];
    private static readonly string?[] Keys = [null, null, null, "k1", "k2"];
    private static readonly string[] AliasNames = ["champion", "Champion", "shadow"];

    private static readonly Gen<(int Kind, int A, int B, int C)[]> Operations =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 7], Gen.Int[0, 5], Gen.Int[0, 4]).Array[1, 40];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnyOperations_InAnyOrder_DoWhatTheOracleDoes() =>
        await Operations.SampleAsync(RunAsync, iter: 25, threads: 1, seed: "0000KOIKfFz1");

    private static async Task RunAsync((int Kind, int A, int B, int C)[] operations)
    {
        using TemporaryFolder folder = new();
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(folder.Path);
        Oracle oracle = new();
        foreach ((int kind, int a, int b, int c) in operations)
        {
            long? expected = b == 5 ? null : b;
            string alias = AliasNames[c % AliasNames.Length];
            (string wanted, Func<Task<string>> actual) = kind switch
            {
                <= 2 => (oracle.Register($"content {b % 3}", Versions[a], Keys[c]), () => RegisterAsync(registry, $"content {b % 3}", Versions[a], Keys[c])),
                <= 4 => (oracle.Move(alias, a + 1, expected), () => MoveAsync(registry, alias, a + 1, expected)),
                _ => (oracle.Remove(alias, expected), (Func<Task<string>>)(async () => $"{await registry.RemoveAliasAsync(Model, alias, expected, cancellationToken: Cancellation)}")),
            };
            Assert.Equal(wanted, await NameErrorsAsync(actual));
        }

        IEnumerable<RegistryEvent> events = (await registry.ReadEventsAsync(0, 10_000, Cancellation)).Where(static e => e.Kind != RegistryEventKind.AliasMoveRefused); // kept once a while
        Assert.Equal(oracle.Events, events.Select(static e => e.Alias is null ? $"{e.Kind} {e.Number}" : $"{e.Kind} {e.Number} {e.Alias} {e.Revision}"));
        if (oracle.Versions.Count == 0) { return; }
        Assert.Equal(
            oracle.Versions.Select(static (v, i) => (i + 1L, v.Version)).Reverse(),
            (await registry.ListVersionsAsync(Model, Cancellation)).Select(static v => (v.Number, v.Version.ToString())));
        Assert.Equal(
            oracle.Aliases.Select(static a => (a.Key, a.Value)),
            (await registry.ListAliasesAsync(Model, Cancellation)).Select(static a => (a.Alias, a.Number)));
    }

    private static async Task<string> NameErrorsAsync(Func<Task<string>> call)
    {
        try
        {
            return await call();
        }
        catch (ModelOpsException error) when (error.Kind is ModelOpsErrorKind.Conflict or ModelOpsErrorKind.NotFound)
        {
            return error.Kind == ModelOpsErrorKind.Conflict ? Oracle.Conflict : Oracle.NotFound;
        }
    }

    private static async Task<string> RegisterAsync(EmbeddedModelRegistry registry, string content, string? version, string? key)
    {
        ModelVersion made = await registry.RegisterAsync(
            new ModelRegistration
            {
                Model = Model,
                Format = "onnx",
                Files = [ModelFile.FromBytes("model.onnx", Encoding.UTF8.GetBytes(content))],
                Version = version is null ? null : SemanticVersion.Parse(version),
                IdempotencyKey = key,
            },
            Cancellation);
        return $"{made.Number}";
    }

    private static async Task<string> MoveAsync(EmbeddedModelRegistry registry, string alias, long number, long? expected)
    {
        ModelAlias moved = await registry.MoveAliasAsync(new AliasMove { Model = Model, Alias = alias, Number = number, ExpectedRevision = expected }, Cancellation);
        return $"{moved.Number} {moved.Revision}";
    }
}
