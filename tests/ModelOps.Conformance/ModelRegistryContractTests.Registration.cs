using System.Security.Cryptography;
using System.Text;
using ModelOps.TestSupport;
using Xunit;

namespace ModelOps.Conformance;

public abstract partial class ModelRegistryContractTests
{
    [Fact]
    public async Task RegisterAsync_NewModel_IsNumberOneAndVersionOne()
    {
        ModelVersion version = await RegisterAsync("weights");

        Assert.Equal((Model, 1L, "1.0.0", "onnx"), (version.Model, version.Number, version.Version.ToString(), version.Format));
        ArtifactDescriptor file = Assert.Single(version.Files);
        Assert.Equal(new ArtifactDescriptor("model.onnx", "sha256:" + Convert.ToHexStringLower(SHA256.HashData("weights"u8)), 7), file);
        Assert.Matches("^sha256:[0-9a-f]{64}$", version.Digest);
    }

    [Fact]
    public async Task RegisterAsync_WithoutVersion_TakesNextMinorAfterTheGreatest()
    {
        await RegisterAsync("a");
        await RegisterAsync("b", "3.4.5");
        await RegisterAsync("c", "2.9.0");

        ModelVersion version = await RegisterAsync("d");

        Assert.Equal(("3.5.0", 4L), (version.Version.ToString(), version.Number));
    }

    [Fact]
    public async Task RegisterAsync_EverythingSaid_IsReadBack()
    {
        ModelRegistration registration = Registration() with
        {
            Version = SemanticVersion.Parse("2.0.0-rc.1+build.7"),
            Signature = new ModelSignature(
                [new TensorSpec("x", TensorDataType.Float32, [-1, 4]) { RequireFinite = true }],
                [new TensorSpec("y", TensorDataType.Bytes, [])]),
            Metrics = new Dictionary<string, double>
            {
                ["mae"] = 0.1,
                ["nan"] = double.NaN,
                ["up"] = double.PositiveInfinity,
                ["down"] = double.NegativeInfinity,
                ["tiny"] = double.Epsilon,
                ["-0"] = -0.0,
                ["max"] = double.MaxValue,
            },
            Parameters = new Dictionary<string, string> { ["learning_rate"] = "0.05", ["ключ"] = "值 🚲 \"quoted\" \u0001\n" },
            Tags = new Dictionary<string, string> { ["team"] = "" },
            Description = "Ridership, by stop and day.\nsecond line",
        };

        ModelVersion made = await Registry.RegisterAsync(registration, Cancellation);
        ModelVersion read = await ResolveAsync("demand:2.0.0-rc.1+build.7");

        foreach (ModelVersion version in new[] { made, read })
        {
            Assert.Equal(registration.Version, version.Version);
            Assert.Equal(registration.Signature, version.Signature);
            Assert.Equal(registration.Metrics.ToDictionary(Bits), version.Metrics.ToDictionary(Bits));
            Assert.Equal(registration.Parameters, version.Parameters);
            Assert.Equal(registration.Tags, version.Tags);
            Assert.Equal(registration.Description, version.Description);
        }

        static KeyValuePair<string, long> Bits(KeyValuePair<string, double> m) => new(m.Key, BitConverter.DoubleToInt64Bits(m.Value));
    }

    [Fact]
    public async Task RegisterAsync_SameVersionOtherContent_IsAConflictAndChangesNothing()
    {
        ModelVersion first = await RegisterAsync("a", "1.0.0");

        ModelVersionConflictException error = await Assert.ThrowsAsync<ModelVersionConflictException>(() => RegisterAsync("b", "1.0.0"));

        Assert.Equal((Model, "1.0.0"), (error.Model, error.Version));
        Assert.Equal(first.Digest, (await ResolveAsync("demand:1.0.0")).Digest);
        Assert.Single(await EventsAsync());
        Assert.False(HasLeftovers());
    }

    [Fact]
    public async Task RegisterAsync_SameVersionOtherFormat_IsAConflict()
    {
        await RegisterAsync("a", "1.0.0");

        await Assert.ThrowsAsync<ModelVersionConflictException>(
            () => Registry.RegisterAsync(Registration("a", "1.0.0") with { Format = "mlnet" }, Cancellation));
    }

    [Fact]
    public async Task RegisterAsync_SameVersionSameContent_ReturnsTheFirst()
    {
        ModelVersion first = await RegisterAsync("a", "1.0.0");

        ModelVersion second = await RegisterAsync("a", "1.0.0");

        Assert.Equal((first.Number, first.CreatedAt), (second.Number, second.CreatedAt));
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task RegisterAsync_SameContentWithoutVersion_IsANewVersionOfTheSameDigest()
    {
        ModelVersion first = await RegisterAsync("a");
        ModelVersion second = await RegisterAsync("a");

        Assert.Equal((1L, 2L), (first.Number, second.Number));
        Assert.Equal(first.Digest, second.Digest);
    }

    [Fact]
    public async Task RegisterAsync_SameIdempotencyKey_ReturnsTheFirstWhateverElseIsSaid()
    {
        ModelVersion first = await Registry.RegisterAsync(Registration("a") with { IdempotencyKey = "run-7" }, Cancellation);

        ModelVersion again = await Registry.RegisterAsync(Registration("b", "9.0.0") with { IdempotencyKey = "run-7" }, Cancellation);
        ModelVersion otherModel = await Registry.RegisterAsync(Registration("c", model: "other") with { IdempotencyKey = "run-7" }, Cancellation);

        Assert.Equal((first.Number, first.Digest), (again.Number, again.Digest));
        Assert.Equal(("other", 1L), (otherModel.Model, otherModel.Number));
        Assert.Equal(2, (await EventsAsync()).Count);
        Assert.False(HasLeftovers());
    }

    [Fact]
    public async Task RegisterAsync_SameIdempotencyKeyAtOnce_IsRegisteredOnce()
    {
        ModelVersion[] versions = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => Registry.RegisterAsync(Registration($"content {i}") with { IdempotencyKey = "retry" }, Cancellation), Cancellation)));

        Assert.Single(versions.Select(static v => v.Digest).Distinct());
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task RegisterAsync_64AtOnce_GivesUniqueGapFreeNumbersAndVersions()
    {
        ModelVersion[] versions = await Task.WhenAll(Enumerable.Range(0, 64).Select(
            i => Task.Run(() => RegisterAsync($"content {i % 8}"), Cancellation)));

        Assert.Equal(Enumerable.Range(1, 64).Select(static i => (long)i), versions.Select(static v => v.Number).Order());
        Assert.Equal(64, versions.Select(static v => v.Version).Distinct().Count());
        IReadOnlyList<RegistryEvent> events = await EventsAsync();
        Assert.Equal(Enumerable.Range(1, 64).Select(static i => (long)i), events.Select(static e => e.Number));
        Assert.False(HasLeftovers());
    }

    /// <summary>Callers that lose the answer ask again: every registration is sent twice, under one key.</summary>
    [Fact]
    public async Task RegisterAsync_1000AtOnceWithRetries_GivesUniqueGapFreeNumbers()
    {
        ModelVersion[] versions = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Task.Run(
            () => Registry.RegisterAsync(Registration($"content {i % 8}") with { IdempotencyKey = $"key {i % 1000}" }, Cancellation), Cancellation)));

        Assert.Equal(Enumerable.Range(1, 1000).Select(static i => (long)i), versions.Select(static v => v.Number).Distinct().Order());
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(versions[i].Number, versions[i + 1000].Number));
        Assert.Equal(1000, (await Registry.ListVersionsAsync(Model, Cancellation)).Count);
        Assert.Equal(Enumerable.Range(1, 1000).Select(static i => (long)i), (await EventsAsync()).Select(static e => e.Number));
        Assert.False(HasLeftovers());
    }

    [Fact]
    public async Task MoveAliasAsync_Race_OneWinsAndTheOthersGetTheState()
    {
        for (int i = 0; i < 8; i++) { await RegisterAsync($"{i}"); }
        await MoveAsync(1);

        object[] outcomes = await Task.WhenAll(Enumerable.Range(2, 7).Select(number => Task.Run<object>(
            async () =>
            {
                try
                {
                    return await MoveAsync(number, expectedRevision: 1);
                }
                catch (AliasConflictException conflict)
                {
                    return conflict;
                }
            },
            Cancellation)));

        ModelAlias winner = Assert.Single(outcomes.OfType<ModelAlias>());
        Assert.All(outcomes.OfType<AliasConflictException>(), e => Assert.Equal((2L, winner), (e.ActualRevision, e.Actual)));
        Assert.Equal([winner], await Registry.ListAliasesAsync(Model, Cancellation));
        IReadOnlyList<RegistryEvent> history = await Registry.ReadAliasHistoryAsync(Model, "champion", cancellationToken: Cancellation);
        Assert.Equal((2, 6), (history.Count(static e => e.Kind == RegistryEventKind.AliasMoved), history.Count(static e => e.Kind == RegistryEventKind.AliasMoveRefused)));
    }

    [Fact]
    public async Task RegisterAsync_ManyFiles_AreOrderedByTheUtf8BytesOfTheirPaths()
    {
        // U+10400 is D801 DC00 in UTF-16, before U+FB01; in UTF-8 it comes after it.
        string[] paths = ["z", "data/b", "data/a", "B", "𐐀", "ﬁ", "data.txt", "é", "empty/leaf"];

        ModelVersion version = await Registry.RegisterAsync(Registration() with { Files = [.. paths.Select(static p => File(p, p))] }, Cancellation);

        Assert.Equal(paths.OrderBy(static p => Convert.ToHexString(Encoding.UTF8.GetBytes(p)), StringComparer.Ordinal), version.Files.Select(static f => f.Path));
    }

    [Fact]
    public async Task RegisterAsync_SameBytesOtherNames_HasAnotherDigest()
    {
        ModelVersion one = await Registry.RegisterAsync(Registration() with { Files = [File("a", "1"), File("b", "2")] }, Cancellation);
        ModelVersion swapped = await Registry.RegisterAsync(Registration() with { Files = [File("b", "1"), File("a", "2")] }, Cancellation);
        ModelVersion reordered = await Registry.RegisterAsync(Registration() with { Files = [File("b", "2"), File("a", "1")] }, Cancellation);

        Assert.NotEqual(one.Digest, swapped.Digest);
        Assert.Equal(one.Digest, reordered.Digest);
    }

    [Theory]
    [InlineData("a/b.bin", "A/b.bin")] // one file on case-insensitive disks
    [InlineData("ß.bin", "ß.bin")]
    [InlineData("model", "model/weights")] // both a file and a folder
    [InlineData("MODEL", "model/weights")]
    [InlineData("NUL", "fine")]
    [InlineData("sub/com1.txt", "fine")]
    [InlineData("a*b", "fine")]
    [InlineData("a?b", "fine")]
    public async Task RegisterAsync_PathsThatSomeDiskCannotHold_AreRefused(string first, string second)
    {
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => Registry.RegisterAsync(Registration() with { Files = [File(first, "1"), File(second, "2")] }, Cancellation));

        Assert.Contains(first, error.Message, StringComparison.Ordinal);
        Assert.Empty(await Registry.ListModelsAsync(Cancellation));
    }

    [Theory]
    [InlineData("../model.onnx")]
    [InlineData("a/../../model.onnx")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("..\\model.onnx")]
    [InlineData("C:model.onnx")]
    [InlineData("model.onnx\0")]
    [InlineData("model.")]
    [InlineData("model ")]
    [InlineData("")]
    public void ModelFile_PathThatLeavesItsFolder_IsRefused(string path) =>
        Assert.Throws<ArgumentException>(() => File(path, "x"));

    [Theory]
    [InlineData("%2e%2e")]
    [InlineData("#1.bin")]
    [InlineData("-rf")]
    [InlineData("~")]
    [InlineData("a b/c d.bin")]
    [InlineData("模型/重み.bin")]
    [InlineData("🚲.onnx")]
    [InlineData(".hidden")]
    public async Task RegisterAsync_OddButHarmlessPath_IsKeptAsItIs(string path)
    {
        ModelVersion version = await Registry.RegisterAsync(Registration() with { Files = [File(path, path)] }, Cancellation);
        ModelPackage package = await Registry.FetchAsync(version, Cancellation);

        Assert.Equal([path], package.Files);
        Assert.Equal(path, await System.IO.File.ReadAllTextAsync(Path.Combine(package.Directory, path), Cancellation));
    }

    [Fact]
    public async Task RegisterAsync_ManyThingsWrong_NamesAllOfThem()
    {
        ModelRegistration registration = new()
        {
            Model = "no such/name",
            Format = "ONNX!",
            Files = [],
            Parameters = new Dictionary<string, string> { ["lone"] = "\uD800" },
            Tags = new Dictionary<string, string> { [""] = "x" },
            Description = new string('x', 1_000_000),
            Signature = new ModelSignature([new TensorSpec("x", TensorDataType.Float32, [-2]), new TensorSpec("y", TensorDataType.Float32, []), new TensorSpec("y", TensorDataType.Float32, [])], []),
        };

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => Registry.RegisterAsync(registration, Cancellation));

        foreach (string part in new[] { "no such/name", "ONNX!", "Files", "lone", "Tags", "Description", "'x'", "'y' twice" })
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task RegisterAsync_TooMany_AreRefused()
    {
        Dictionary<string, string> entries = Enumerable.Range(0, 100_000).ToDictionary(static i => $"k{i}", static _ => "v");

        await Assert.ThrowsAsync<ArgumentException>(() => Registry.RegisterAsync(Registration() with { Tags = entries }, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => Registry.RegisterAsync(
            Registration() with { Files = [.. Enumerable.Range(0, 100_000).Select(static i => File($"f{i}", "x"))] }, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => Registry.RegisterAsync(
            Registration() with { Parameters = new Dictionary<string, string> { ["p"] = new('x', 1_000_000) } }, Cancellation));

        Assert.Empty(await Registry.ListModelsAsync(Cancellation));
    }

    [Fact]
    public async Task RegisterAsync_Cancelled_LeavesNothing()
    {
        int cancelled = 0;
        for (int reading = 1; reading <= 6; reading++)
        {
            using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            ModelFile[] files = [File("first", "1"), ModelFile.FromBytes("second", new byte[4 << 20]), File("third", $"{reading}")];
            ModelRegistration registration = Registration(model: $"model{reading}") with { Files = new CancellingList(files, reading, cancel) };
            try
            {
                await Registry.RegisterAsync(registration, cancel.Token);
            }
            catch (OperationCanceledException)
            {
                cancelled++;
                await Assert.ThrowsAsync<ModelNotFoundException>(() => ResolveAsync(registration.Model));
                Assert.DoesNotContain(await EventsAsync(), e => e.Model == registration.Model);
                Assert.False(HasLeftovers());
            }
        }

        Assert.InRange(cancelled, 1, 6);
    }

    [Fact]
    public async Task RegisterAsync_SourceThatFails_PassesItsErrorAndLeavesNothing()
    {
        using TemporaryFolder folder = new();
        ModelRegistration registration = Registration() with { Files = [File("first", "1"), ModelFile.FromFile("second", folder.File("absent"))] };

        await Assert.ThrowsAsync<FileNotFoundException>(() => Registry.RegisterAsync(registration, Cancellation));

        Assert.Empty(await Registry.ListModelsAsync(Cancellation));
        Assert.False(HasLeftovers());
    }

    [Fact]
    public async Task ResolveAsync_ByNumberVersionAliasAndNewest_FindsTheVersion()
    {
        await RegisterAsync("a", "2.0.0");
        await RegisterAsync("b", "1.0.0");
        await MoveAsync(1);

        Assert.Equal(1, (await ResolveAsync("demand:1")).Number);
        Assert.Equal(1, (await ResolveAsync("demand:2.0.0")).Number);
        Assert.Equal(1, (await ResolveAsync("models:/demand@champion")).Number);
        Assert.Equal(2, (await ResolveAsync("demand")).Number); // the newest number, not the greatest version
    }

    [Theory]
    [InlineData("demand:2")]
    [InlineData("demand:1.0.1")]
    [InlineData("demand:1.0.0-rc.1")]
    [InlineData("demand@champion")]
    [InlineData("demand:9223372036854775807")]
    public async Task ResolveAsync_UnknownVersion_NamesTheKnownOnes(string reference)
    {
        await RegisterAsync("a", "1.0.0");
        await MoveAsync(1, alias: "canary");

        ModelVersionNotFoundException error = await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => ResolveAsync(reference));

        Assert.Equal(ModelReference.Parse(reference), error.Reference);
        Assert.Contains("1.0.0", error.Message, StringComparison.Ordinal);
        Assert.Contains("canary", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_UnknownModel_NamesTheKnownOnes()
    {
        await RegisterAsync();

        ModelNotFoundException error = await Assert.ThrowsAsync<ModelNotFoundException>(() => ResolveAsync("Demand"));
        await Assert.ThrowsAsync<ModelNotFoundException>(() => ResolveAsync("Demand:1"));
        await Assert.ThrowsAsync<ModelNotFoundException>(() => ResolveAsync("Demand@champion"));
        await Assert.ThrowsAsync<ModelNotFoundException>(() => Registry.ListVersionsAsync("Demand", Cancellation));
        await Assert.ThrowsAsync<ModelNotFoundException>(() => Registry.ListAliasesAsync("Demand", Cancellation));
        await Assert.ThrowsAsync<ModelNotFoundException>(() => Registry.RemoveAliasAsync("Demand", "champion", cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ModelNotFoundException>(
            () => Registry.MoveAliasAsync(new AliasMove { Model = "Demand", Alias = "champion", Number = 1 }, Cancellation));

        Assert.Equal("Demand", error.Model);
        Assert.Contains(Model, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListModelsAsync_SeveralModels_AreInOrdinalOrder()
    {
        Assert.Empty(await Registry.ListModelsAsync(Cancellation));
        foreach (string model in new[] { "b", "a.1", "B", "a", "a-1" }) { await RegisterAsync(model: model); }

        Assert.Equal(["B", "a", "a-1", "a.1", "b"], await Registry.ListModelsAsync(Cancellation));
    }

    [Fact]
    public async Task ListVersionsAsync_SeveralVersions_AreNewestFirst()
    {
        await RegisterAsync("a", "5.0.0");
        await RegisterAsync("b", "1.0.0");
        await RegisterAsync("c", "3.0.0", "other");

        Assert.Equal([2L, 1L], (await Registry.ListVersionsAsync(Model, Cancellation)).Select(static v => v.Number));
    }
}
