using System.Globalization;
using Xunit;

namespace ModelOps.Conformance;

public abstract partial class ModelRegistryContractTests
{
    /// <summary>Field, operator, values separated by <c>|</c>, and the numbers found of <see cref="SeedAsync"/>.</summary>
    public static TheoryData<string, RegistryOperator, string, string> VersionFilters => new()
    {
        { "name", RegistryOperator.Equal, "demand", "5 4 3 2 1" },
        { "name", RegistryOperator.Equal, "Demand", "" },
        { "name", RegistryOperator.NotEqual, "demand", "" },
        { "number", RegistryOperator.Greater, "3", "5 4" },
        { "number", RegistryOperator.LessOrEqual, "2", "2 1" },
        { "number", RegistryOperator.In, "1|3|9", "3 1" },
        { "number", RegistryOperator.NotIn, "1|3|9", "5 4 2" },
        { "version", RegistryOperator.Equal, "1.2.0", "3" },
        { "stage", RegistryOperator.Equal, "Production", "4" },
        { "stage", RegistryOperator.NotEqual, "Production", "5 3 2 1" },
        { "run_id", RegistryOperator.Equal, "run-2", "2" },
        { "run_id", RegistryOperator.NotEqual, "run-2", "5 4 3 1" }, // 5 has none
        { "run_id", RegistryOperator.Like, "run-%", "4 3 2 1" },
        { "source", RegistryOperator.LikeIgnoringCase, "S3://BUCKET/%", "1" },
        { "source", RegistryOperator.Like, "S3://BUCKET/%", "" },
        { "alias", RegistryOperator.Equal, "champion", "2" },
        { "alias", RegistryOperator.NotEqual, "champion", "5 4 3 1" },
        { "tag:team", RegistryOperator.Equal, "supply", "3 1" },
        { "tag:team", RegistryOperator.NotEqual, "supply", "5 4 2" }, // 4 and 5 have no such tag
        { "tag:team", RegistryOperator.In, "supply|sales", "3 2 1" },
        { "tag:team", RegistryOperator.NotIn, "supply|sales", "5 4" },
        { "tag:team", RegistryOperator.Like, "s%", "3 2 1" },
        { "tag:team", RegistryOperator.GreaterOrEqual, "sb", "3 1" },
        { "tag:absent", RegistryOperator.Equal, "", "" },
        { "tag:pattern", RegistryOperator.Like, "100\\% _afe", "5" },
        { "tag:pattern", RegistryOperator.Like, "100\\% afe", "" },
        { "tag:pattern", RegistryOperator.LikeIgnoringCase, "%SAFE", "5" },
        { "description", RegistryOperator.Like, "%É%", "" },
        { "description", RegistryOperator.LikeIgnoringCase, "%É%", "1" },
        { "description", RegistryOperator.Like, "caf_", "1" },
        { "name", RegistryOperator.Equal, "' OR 1=1 --", "" },
        { "tag:' OR '1'='1", RegistryOperator.Equal, "x", "" },
        { "format", RegistryOperator.Equal, "onnx", "5 4 3 2 1" },
        { "created_at", RegistryOperator.Greater, "2000-01-01", "5 4 3 2 1" },
        { "created_at", RegistryOperator.Less, "2000-01-01T00:00:00+02:00", "" },
    };

    [Theory]
    [MemberData(nameof(VersionFilters))]
    public async Task SearchVersionsAsync_Filter_FindsWhatHolds(string field, RegistryOperator @operator, string values, string numbers)
    {
        await SeedAsync();

        RegistryPage<RegisteredVersion> page = await Registry.SearchVersionsAsync(
            new RegistryQuery { Filters = [new RegistryFilter(field, @operator, values.Split('|'))] }, Cancellation);

        Assert.Equal(numbers, Numbers(page.Items));
        Assert.Null(page.NextPageToken);
    }

    [Fact]
    public async Task SearchVersionsAsync_SeveralFilters_MustAllHold()
    {
        await SeedAsync();

        RegistryPage<RegisteredVersion> page = await Registry.SearchVersionsAsync(
            new RegistryQuery { Filters = [new("number", RegistryOperator.Less, "4"), new("tag:team", RegistryOperator.NotEqual, "sales")] }, Cancellation);

        Assert.Equal("3 1", Numbers(page.Items));
        Assert.Equal(["supply", "supply"], page.Items.Select(static v => v.Tags["team"]));
    }

    [Theory]
    [InlineData("number", false, "1 2 3 4 5")]
    [InlineData("number", true, "5 4 3 2 1")]
    [InlineData("run_id", true, "4 3 2 1 5")] // what has none sorts as the empty text
    [InlineData("stage", false, "5 3 2 1 4")]
    [InlineData("created_at", false, "1 2 3 4 5")]
    public async Task SearchVersionsAsync_OrderAndPages_GiveEachOnceInOrder(string field, bool descending, string numbers)
    {
        await SeedAsync();
        RegistryQuery query = new() { OrderBy = [new RegistryOrder(field, descending)], PageSize = 2 };
        List<RegisteredVersion> all = [];
        do
        {
            RegistryPage<RegisteredVersion> page = await Registry.SearchVersionsAsync(query, Cancellation);
            Assert.InRange(page.Items.Count, 1, 2);
            all.AddRange(page.Items);
            query = query with { PageToken = page.NextPageToken };
        }
        while (query.PageToken is not null);

        Assert.Equal(numbers, Numbers(all));
    }

    [Fact]
    public async Task SearchVersionsAsync_WritesBetweenPages_NeitherRepeatNorLeaveOut()
    {
        for (int i = 0; i < 4; i++) { await RegisterAsync($"{i}"); }
        RegistryQuery query = new() { PageSize = 2 };
        RegistryPage<RegisteredVersion> first = await Registry.SearchVersionsAsync(query, Cancellation); // newest first: 4 3

        await RegisterAsync("new");
        await Registry.DeleteAsync(new RegistryDeletion { Model = Model, Number = 4 }, Cancellation);
        RegistryPage<RegisteredVersion> second = await Registry.SearchVersionsAsync(query with { PageToken = first.NextPageToken }, Cancellation);

        Assert.Equal(("4 3", "2 1"), (Numbers(first.Items), Numbers(second.Items)));
        Assert.Null(second.NextPageToken);
    }

    [Fact]
    public async Task SearchVersionsAsync_DeletedVersions_AreNotFound()
    {
        await RegisterAsync("a");
        await RegisterAsync("b");
        await RegisterAsync("c", model: "other");
        await Registry.DeleteAsync(new RegistryDeletion { Model = Model, Number = 1 }, Cancellation);
        await Registry.DeleteAsync(new RegistryDeletion { Model = "other" }, Cancellation);

        Assert.Equal("2", Numbers((await Registry.SearchVersionsAsync(new RegistryQuery(), Cancellation)).Items));
    }

    [Fact]
    public async Task SearchModelsAsync_FilterAndOrder_FindModels()
    {
        foreach ((string name, string? prompt) in new[] { ("alpha", "true"), ("beta", null), ("Gamma", "false") })
        {
            Dictionary<string, string> tags = prompt is null ? [] : new Dictionary<string, string> { ["mlflow.prompt.is_prompt"] = prompt };
            await Registry.CreateModelAsync(new ModelCreation { Name = name, Tags = tags }, Cancellation);
        }

        await RegisterAsync(model: "beta");

        Assert.Equal(["Gamma", "beta"], await FindAsync(new RegistryQuery { Filters = [new("tag:mlflow.prompt.is_prompt", RegistryOperator.NotEqual, "true")] }));
        Assert.Equal(["Gamma", "alpha", "beta"], await FindAsync(new RegistryQuery()));
        Assert.Equal(["beta", "alpha", "Gamma"], await FindAsync(new RegistryQuery { OrderBy = [new RegistryOrder("name", Descending: true)] }));
        Assert.Equal(["Gamma", "alpha"], await FindAsync(new RegistryQuery { Filters = [new("name", RegistryOperator.LikeIgnoringCase, "%A%A%")] }));
        Assert.Equal(["beta"], await FindAsync(new RegistryQuery { Filters = [new("number", RegistryOperator.GreaterOrEqual, "1")] }));

        async Task<IEnumerable<string>> FindAsync(RegistryQuery query) => (await Registry.SearchModelsAsync(query, Cancellation)).Items.Select(static m => m.Name);
    }

    [Fact]
    public async Task SearchModelsAsync_Pages_GiveEachOnceWithItsAliases()
    {
        for (int i = 0; i < 5; i++)
        {
            await RegisterAsync(model: $"m{i}");
            await Registry.MoveAliasAsync(new AliasMove { Model = $"m{i}", Alias = "champion", Number = 1 }, Cancellation);
        }

        RegistryPage<RegisteredModel> first = await Registry.SearchModelsAsync(new RegistryQuery { PageSize = 3 }, Cancellation);
        RegistryPage<RegisteredModel> second = await Registry.SearchModelsAsync(new RegistryQuery { PageSize = 3, PageToken = first.NextPageToken }, Cancellation);

        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], first.Items.Concat(second.Items).Select(static m => m.Name));
        Assert.All(first.Items, static m => Assert.Equal((1L, "champion"), (m.LatestNumber, Assert.Single(m.Aliases).Alias)));
        Assert.Null(second.NextPageToken);
    }

    [Fact]
    public async Task Search_QueryThatIsNone_NamesAllThatIsWrong()
    {
        RegistryQuery query = new()
        {
            PageSize = 0,
            Filters =
            [
                new("no_such", RegistryOperator.Equal, "x"),
                new("number", RegistryOperator.Equal, "many"),
                new("created_at", RegistryOperator.Less, "yesterday"),
                new("name", RegistryOperator.In, []),
                new("stage", RegistryOperator.Equal, ["a", "b"]),
                new("number", RegistryOperator.Like, "1%"),
                new("name", RegistryOperator.Like, new string('%', 1000)),
                new("name", RegistryOperator.Equal, "\uD800"),
            ],
            OrderBy = [new RegistryOrder("digest"), new RegistryOrder("name"), new RegistryOrder("name")],
        };

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => Registry.SearchVersionsAsync(query, Cancellation));

        foreach (string part in new[] { "PageSize", "no_such", "no whole number", "no time", "0 values", "2 values", "texts", "1000 characters", "surrogate", "'digest'", "'name' twice" })
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<ArgumentException>(() => Registry.SearchModelsAsync(new RegistryQuery { Filters = [new("stage", RegistryOperator.Equal, "x")] }, Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a token!")]
    [InlineData("W10")] // []
    [InlineData("WyJ4Il0")] // ["x"]
    [InlineData("e30")] // {}
    public async Task Search_PageTokenThatIsNone_IsRefused(string token)
    {
        await RegisterAsync();

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => Registry.SearchVersionsAsync(new RegistryQuery { PageToken = token }, Cancellation));

        Assert.Contains("PageToken", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SearchVersionsAsync_LongTags_AreToldApartByTheirEnds()
    {
        Random random = new(7);
        string start = new([.. Enumerable.Range(0, 60_000).Select(_ => (char)random.Next('!', '\u3000'))]);
        foreach (string end in (string[])["a", "b"])
        {
            await Registry.RegisterAsync(Registration(end) with { Tags = new Dictionary<string, string> { [new string('k', 200)] = start + end } }, Cancellation);
        }

        foreach ((RegistryOperator comparison, string found) in new[] { (RegistryOperator.Equal, "2"), (RegistryOperator.In, "2"), (RegistryOperator.NotEqual, "1"), (RegistryOperator.NotIn, "1") })
        {
            RegistryPage<RegisteredVersion> page = await Registry.SearchVersionsAsync(new RegistryQuery { Filters = [new($"tag:{new string('k', 200)}", comparison, start + "b")] }, Cancellation);
            Assert.Equal(found, string.Join(' ', page.Items.Select(static v => v.Version.Number)));
        }
    }

    [Fact]
    public async Task Search_PageTokenOfAnotherQuery_IsRefused()
    {
        await SeedAsync();
        string token = (await Registry.SearchVersionsAsync(new RegistryQuery { PageSize = 2 }, Cancellation)).NextPageToken!;

        await Assert.ThrowsAsync<ArgumentException>(() => Registry.SearchVersionsAsync(
            new RegistryQuery { PageToken = token, Filters = [new("number", RegistryOperator.Less, "9")] }, Cancellation));
    }

    private static string Numbers(IEnumerable<RegisteredVersion> versions) =>
        string.Join(' ', versions.Select(static v => v.Version.Number.ToString(CultureInfo.InvariantCulture)));

    private async Task SeedAsync()
    {
        for (int i = 1; i <= 5; i++)
        {
            Dictionary<string, string> tags = i switch
            {
                1 or 3 => new() { ["team"] = "supply" },
                2 => new() { ["team"] = "sales" },
                5 => new() { ["pattern"] = "100% safe" },
                _ => [],
            };
            await Registry.RegisterAsync(
                Registration($"{i}") with
                {
                    RunId = i == 5 ? null : $"run-{i}",
                    Source = i == 1 ? "s3://bucket/path" : null,
                    Description = i == 1 ? "café" : "",
                    Tags = tags,
                },
                Cancellation);
        }

        await MoveAsync(2);
        await Registry.UpdateVersionAsync(new VersionChange { Model = Model, Number = 4, Stage = "Production" }, Cancellation);
    }
}
