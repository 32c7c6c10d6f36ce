using Xunit;

namespace ModelOps.Conformance;

public abstract partial class ModelRegistryContractTests
{
    private const string WideName = "Prévision d'été (v2) + 需求 🚲 #1? & \"x\" = 100";
    private const string WideAlias = "冠军-é_1";

    /// <summary>In the order of their code points, which is that of UTF-8 and not of UTF-16: the last is beyond U+FFFF.</summary>
    private static readonly string[] NamesInOrder = ["# 1", "My model", "My model (v2)", "My_model", "my model", "my model 2", "ß", "été", "Ωmega", "需求", "\uFF5E full", "🚲"];

    public static TheoryData<string> NamesOfNoModel => new(
        "", " ", " a", "a ", "\u3000a", "a\u00A0", ".", "..", "...", ".a", "é.", "é..é", "a/../b", "../a", "/a", "a/", @"a\b", @"..\a", @"C:\a", "C:", "a:1", "a@b", "%2e%2e", "a%2Fb", "100%",
        "a\0b", "a\tb", "a\r\nb", "a\u0085b", "a\u200Bb", "a\u202Eb", "a\uFEFF", "a\u2028b", "a\uFFFFb");

    [Theory]
    [MemberData(nameof(NamesOfNoModel))]
    public async Task CreateRegisterAndRename_NamesOfNoModel_AreRefused(string name)
    {
        await RegisterAsync();

        await AssertRefusedAsync(() => Registry.CreateModelAsync(new ModelCreation { Name = name }, Cancellation));
        await AssertRefusedAsync(() => RegisterAsync(model: name));
        await AssertRefusedAsync(() => Registry.UpdateModelAsync(new ModelChange { Model = Model, NewName = name }, Cancellation));

        Assert.Equal([Model], await Registry.ListModelsAsync(Cancellation));
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task CreateModelAsync_NameThatIsNotComposed_IsRefusedWhereTheHostCanTell()
    {
        ModelCreation creation = new() { Name = "e\u0301te\u0301" };
        if (creation.Name.IsNormalized()) // so says a .NET without ICU of every text
        {
            Assert.Equal(creation.Name, (await Registry.CreateModelAsync(creation, Cancellation)).Name);
            return;
        }

        ArgumentException error = await AssertRefusedAsync(() => Registry.CreateModelAsync(creation, Cancellation));
        Assert.Contains("NFC", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CON")]
    [InlineData("nul.onnx")]
    [InlineData("a.")]
    [InlineData("-rf")]
    [InlineData("~")]
    [InlineData("$HOME")]
    [InlineData("'; DROP TABLE models; --")]
    public async Task RegisterAsync_NamesThatAreOddElsewhere_AreNamesLikeAnyOther(string name)
    {
        ModelVersion version = await RegisterAsync("content", model: name);

        ModelPackage package = await Registry.FetchAsync(await ResolveAsync(name), Cancellation);

        Assert.Equal("content", await System.IO.File.ReadAllTextAsync(Path.Combine(package.Directory, "model.onnx"), Cancellation));
        Assert.Equal((name, name), (version.Model, (await Registry.GetModelAsync(name, Cancellation)).Name));
    }

    [Fact]
    public async Task WideName_FromCreationToDeletion_IsKeptAsItIs()
    {
        await Registry.CreateModelAsync(new ModelCreation { Name = WideName, Tags = new Dictionary<string, string> { ["équipe"] = "需求" } }, Cancellation);
        await RegisterAsync("a", "1.0.0", WideName);
        await RegisterAsync("b", "1.1.0", WideName);
        await Registry.MoveAliasAsync(new AliasMove { Model = WideName, Alias = WideAlias, Number = 1 }, Cancellation);
        await Registry.UpdateVersionAsync(new VersionChange { Model = WideName, Number = 1, Stage = "Production" }, Cancellation);

        Assert.Equal(1, (await ResolveAsync($"{WideName}@{WideAlias}")).Number);
        Assert.Equal(2, (await ResolveAsync($"{WideName}:1.1.0")).Number);
        Assert.Equal(2, (await ResolveAsync($"models:/{Uri.EscapeDataString(WideName)}/2")).Number);
        Assert.Equal([WideName], await Registry.ListModelsAsync(Cancellation));
        Assert.Equal("Production", (await Registry.GetVersionAsync(WideName, 1, Cancellation)).Stage);
        Assert.Equal(WideAlias, Assert.Single(await Registry.ReadAliasHistoryAsync(WideName, WideAlias, cancellationToken: Cancellation)).Alias);

        List<RegistryEvent> watched = await TakeAsync(0, 5);
        Assert.All(watched, static e => Assert.Equal(WideName, e.Model));

        await Registry.UpdateModelAsync(new ModelChange { Model = WideName, NewName = "🚲 " + WideName }, Cancellation);
        Assert.Equal(1, (await ResolveAsync($"🚲 {WideName}@{WideAlias}")).Number);
        await Assert.ThrowsAsync<ModelNotFoundException>(() => ResolveAsync(WideName));

        await Registry.DeleteAsync(new RegistryDeletion { Model = "🚲 " + WideName, RemoveAliases = true }, Cancellation);
        Assert.Empty(await Registry.ListModelsAsync(Cancellation));
        Assert.Equal(3, (await RegisterAsync("c", model: "🚲 " + WideName)).Number); // numbers go on
    }

    [Fact]
    public async Task SearchModelsAsync_WideNames_ComeInTheOrderOfTheirCodePointsPageByPage()
    {
        foreach (string name in NamesInOrder.Reverse()) { await Registry.CreateModelAsync(new ModelCreation { Name = name }, Cancellation); }

        Assert.Equal(NamesInOrder, await Registry.ListModelsAsync(Cancellation));
        foreach (bool descending in new[] { false, true })
        {
            List<string> found = [];
            string? token = null;
            do
            {
                RegistryPage<RegisteredModel> page = await Registry.SearchModelsAsync(
                    new RegistryQuery { OrderBy = [new RegistryOrder(RegistryFields.Name, descending)], PageSize = 1, PageToken = token }, Cancellation);
                found.AddRange(page.Items.Select(static m => m.Name));
                token = page.NextPageToken;
            }
            while (token is not null);

            Assert.Equal(descending ? NamesInOrder.Reverse() : NamesInOrder, found);
        }
    }

    [Theory]
    [InlineData(RegistryOperator.Equal, "My model", "My model")]
    [InlineData(RegistryOperator.Like, "%t_", "été")]
    [InlineData(RegistryOperator.Like, "_", "ß|🚲")]
    [InlineData(RegistryOperator.Like, "My\\_%", "My_model")]
    [InlineData(RegistryOperator.Like, "%(v2)", "My model (v2)")]
    [InlineData(RegistryOperator.LikeIgnoringCase, "MY MODEL%", "My model|My model (v2)|my model|my model 2")]
    [InlineData(RegistryOperator.LikeIgnoringCase, "ÉTÉ", "été")]
    [InlineData(RegistryOperator.LikeIgnoringCase, "ω%", "Ωmega")]
    [InlineData(RegistryOperator.Greater, "需求", "\uFF5E full|🚲")]
    public async Task SearchModelsAsync_FiltersOfWideNames_FindWhatHolds(RegistryOperator @operator, string value, string names)
    {
        foreach (string name in NamesInOrder) { await Registry.CreateModelAsync(new ModelCreation { Name = name }, Cancellation); }

        RegistryPage<RegisteredModel> page = await Registry.SearchModelsAsync(new RegistryQuery { Filters = [new RegistryFilter(RegistryFields.Name, @operator, [value])] }, Cancellation);

        Assert.Equal(names.Split('|'), page.Items.Select(static m => m.Name));
    }

    [Fact]
    public async Task CreateModelAsync_NamesLikeThoseThatDeletedModelsGaveUp_AreNewModels()
    {
        await RegisterAsync(model: "other");
        await RegisterAsync();
        await Registry.DeleteAsync(new RegistryDeletion { Model = "other" }, Cancellation);
        await Registry.UpdateModelAsync(new ModelChange { Model = Model, NewName = "other" }, Cancellation);

        for (int id = 0; id < 5; id++)
        {
            RegisteredModel created = await Registry.CreateModelAsync(new ModelCreation { Name = $"other#{id}" }, Cancellation);
            Assert.Equal((0L, 1L), (created.LatestNumber, created.Revision));
            Assert.Equal(1, (await RegisterAsync(model: created.Name)).Number);
        }
    }

    private static async Task<ArgumentException> AssertRefusedAsync(Func<Task> call)
    {
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(call);
        Assert.Contains("is not", error.Message, StringComparison.Ordinal);
        return error;
    }
}
