namespace ModelOps.Registry.CrashChild;

/// <summary>Endless registrations and promotions, from a seed; each is told on the standard output once it is done:
/// <c>v number</c> for a version, <c>a alias revision</c> for a move, <c>r alias</c> for a removal,
/// <c>s number</c> for a stage, <c>d number</c> for a deletion, <c>x alias number</c> for a move that was refused. Garbage is collected in between, by a clock that runs ahead of the disk's.</summary>
internal static class Churn
{
    private const string Model = "demand";

    public static async Task RunAsync(int seed, string warmUp)
    {
        await WarmUpAsync(seed, Open(warmUp));
        Directory.Delete(warmUp, recursive: true);
        await RunAsync(seed, Open);
    }

    /// <summary>Works in what the first line of the input names, until killed.</summary>
    public static async Task RunAsync<T>(int seed, Func<string, T> open)
        where T : IModelRegistry, IDisposable
    {
        await Console.Out.WriteLineAsync("ready");
        using T registry = open(await Console.In.ReadLineAsync() ?? throw new InvalidOperationException("No place was named."));
        Random random = new(seed);
        while (true) { await StepAsync(registry, random, Console.Out); }
    }

    /// <summary>Compiles what is needed, so that the kills land in the work and not in the compiler.</summary>
    public static async Task WarmUpAsync<T>(int seed, T warmUp)
        where T : IModelRegistry, IDisposable
    {
        using T registry = warmUp;
        Random random = new(seed);
        for (int i = 0; i < 4; i++) { await StepAsync(registry, random, TextWriter.Null); }
    }

    private static EmbeddedModelRegistry Open(string folder) => EmbeddedModelRegistry.Open(new RegistryOptions { Path = folder }, new AheadClock());

    private static async Task StepAsync(IModelRegistry registry, Random random, TextWriter done)
    {
        ModelVersion version = await registry.RegisterAsync(new ModelRegistration
        {
            Model = Model,
            Format = "onnx",
            Files = [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => ModelFile.FromBytes($"part{i}.bin", Content(random)))],
            Metrics = new Dictionary<string, double> { ["mae"] = random.NextDouble() },
        });
        await done.WriteLineAsync($"v {version.Number}");
        string alias = random.Next(2) == 0 ? "champion" : "challenger";
        ModelAlias moved = await registry.MoveAliasAsync(new AliasMove { Model = Model, Alias = alias, Number = version.Number, Reason = $"promote {version.Number}" });
        await done.WriteLineAsync($"a {alias} {moved.Revision}");
        switch (random.Next(8))
        {
            case 0:
                await registry.RemoveAliasAsync(Model, alias);
                await done.WriteLineAsync($"r {alias}");
                break;
            case 1:
                await registry.MoveAliasesAsync(
                [
                    new AliasMove { Model = Model, Alias = "pair-a", Number = version.Number },
                    new AliasMove { Model = Model, Alias = "pair-b", Number = version.Number },
                ]);
                break;
            case 2:
                await registry.UpdateVersionAsync(new VersionChange
                {
                    Model = Model,
                    Number = version.Number,
                    Stage = "Staging",
                    DisplaceTo = "Archived",
                    SetTags = new Dictionary<string, string> { ["step"] = "2" },
                });
                await done.WriteLineAsync($"s {version.Number}");
                break;
            case 3:
                await registry.DeleteAsync(new RegistryDeletion { Model = Model, Number = version.Number, RemoveAliases = true });
                await done.WriteLineAsync($"d {version.Number}");
                break;
            case 4:
                await ((IRegistryMaintenance)registry).CollectGarbageAsync(new GarbageOptions { GracePeriod = TimeSpan.Zero, KeepDeletedFor = TimeSpan.Zero, MinimumAge = TimeSpan.FromMinutes(1) });
                break;
            case 5:
                await LoseAsync(registry, moved);
                await done.WriteLineAsync($"x {alias} {moved.Number}");
                break;
            default:
                break;
        }
    }

    /// <summary>A move that comes too late.</summary>
    private static async Task LoseAsync(IModelRegistry registry, ModelAlias alias)
    {
        try
        {
            await registry.MoveAliasAsync(new AliasMove { Model = Model, Alias = alias.Alias, Number = alias.Number, ExpectedRevision = long.MaxValue }); // one that others never reach
            throw new InvalidOperationException("A move that names another revision was let through.");
        }
        catch (AliasConflictException)
        {
            // as it must be
        }
    }

    private static byte[] Content(Random random)
    {
        byte[] bytes = new byte[random.Next(1 << random.Next(4, 14))];
        random.NextBytes(bytes);
        return bytes;
    }
}
