using System.Text.Json;
using ModelOps.Registry.Mlflow;
using ModelOps.TestSupport;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow;

/// <summary>Names of models as users of MLflow have them, in bodies, queries, filters and artifact paths.</summary>
public sealed class ModelNameTests
{
    public static TheoryData<string> Wide => new("My model (v2)", "prévision été", "需求 🚲", "catalog.schema.model", "C# #1? a=b&c + 'd' \"e\"", "'; --", "CON", "-rf *", new string('需', 256));

    public static TheoryData<string> OfNoModel => new("a/b", "a:b", "/", "../x", "..", ".", " ", " a", "a@b", "%2e%2e", "a%2Fb", @"a\b", @"C:\a", "a\nb", "a\u202Eb", new string('a', 257));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Wide))]
    public async Task WideName_InBodyAndQuery_IsTheSameModel(string name)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        string query = $"name={Uri.EscapeDataString(name)}";
        Assert.Equal(name, (await app.CallAsync("POST", "registered-models/create", Json(("name", name)))).GetProperty("registered_model").GetProperty("name").GetString());
        await app.RefusedAsync("POST", "registered-models/create", Json(("name", name)), 400, "RESOURCE_ALREADY_EXISTS");
        await app.Registry.RegisterAsync(Registration(name), Cancellation);
        await app.CallAsync("POST", "registered-models/alias", Json(("name", name), ("alias", "2024-冠军"), ("version", "1")));
        await app.CallAsync("POST", "registered-models/set-tag", Json(("name", name), ("key", "k"), ("value", "v")));

        JsonElement model = (await app.CallAsync("GET", $"registered-models/get?{query}")).GetProperty("registered_model");
        Assert.Equal((name, "2024-冠军"), (model.GetProperty("name").GetString(), Assert.Single(model.GetProperty("aliases").EnumerateArray()).GetProperty("alias").GetString()));
        Assert.Equal(name, (await app.CallAsync("GET", $"registered-models/alias?{query}&alias={Uri.EscapeDataString("2024-冠军")}")).GetProperty("model_version").GetProperty("name").GetString());
        Assert.Equal("1", (await app.CallAsync("GET", $"model-versions/get?{query}&version=1")).GetProperty("model_version").GetProperty("version").GetString());
        string filter = Uri.EscapeDataString($"name = '{name.Replace("'", "''", StringComparison.Ordinal)}'");
        Assert.Equal(name, Assert.Single((await app.CallAsync("GET", $"registered-models/search?filter={filter}")).GetProperty("registered_models").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(name, Assert.Single((await app.CallAsync("GET", $"model-versions/search?filter={filter}")).GetProperty("model_versions").EnumerateArray()).GetProperty("name").GetString());

        await app.CallAsync("POST", "registered-models/rename", Json(("name", name), ("new_name", "autre nom")));
        Assert.Equal("1", (await app.CallAsync("GET", $"registered-models/alias?name=autre%20nom&alias={Uri.EscapeDataString("2024-冠军")}")).GetProperty("model_version").GetProperty("version").GetString());
        await app.RefusedAsync("GET", $"registered-models/get?{query}", null, 404, "RESOURCE_DOES_NOT_EXIST");
        await app.CallAsync("DELETE", "registered-models/delete", Json(("name", "autre nom")));
        Assert.Empty(await app.Registry.ListModelsAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Wide))]
    public async Task GetDownloadUri_WideName_IsWhereItsFilesAre(string name)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.Registry.RegisterAsync(Registration(name), Cancellation);

        string uri = (await app.CallAsync("GET", $"model-versions/get-download-uri?name={Uri.EscapeDataString(name)}&version=1")).GetProperty("artifact_uri").GetString()!;

        // As the original's client does: the part after the scheme becomes the end of an address, and for a list the value of a parameter.
        string path = uri["mlflow-artifacts:/".Length..];
        Assert.DoesNotContain(path, static c => c is ' ' or '?' or '#' or '&' || c > '~');
        Assert.Equal("weights"u8.ToArray(), await app.DownloadAsync($"{path}/a%20b/model.onnx"));
        JsonElement files = (await app.CallAsync("GET", $"/api/2.0/mlflow-artifacts/artifacts?path={Uri.EscapeDataString(path)}")).GetProperty("files");
        Assert.Equal("a b", Assert.Single(files.EnumerateArray()).GetProperty("path").GetString());
    }

    [Theory]
    [MemberData(nameof(OfNoModel))]
    public async Task NameOfNoModel_Anywhere_Is400(string name)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.Registry.RegisterAsync(Registration("m"), Cancellation);
        string query = $"name={Uri.EscapeDataString(name)}";

        string message = await app.RefusedAsync("POST", "registered-models/create", Json(("name", name)), 400, "INVALID_PARAMETER_VALUE");
        await app.RefusedAsync("POST", "registered-models/rename", Json(("name", "m"), ("new_name", name)), 400, "INVALID_PARAMETER_VALUE");
        await app.RefusedAsync("POST", "model-versions/create", Json(("name", name), ("source", "models:/m/1")), 400, "INVALID_PARAMETER_VALUE");
        await app.RefusedAsync("GET", $"registered-models/get?{query}", null, 400, "INVALID_PARAMETER_VALUE");
        await app.RefusedAsync("GET", $"model-versions/get?{query}&version=1", null, 400, "INVALID_PARAMETER_VALUE");
        await app.RefusedAsync("GET", $"registered-models/alias?{query}&alias=a", null, 400, "INVALID_PARAMETER_VALUE");

        Assert.StartsWith("Invalid model name '", message, StringComparison.Ordinal);
        if (name.AsSpan().ContainsAny('/', ':')) { Assert.Equal($"Invalid model name '{name}'. Names cannot contain '/' or ':'.", message); }
        Assert.Equal(["m"], await app.Registry.ListModelsAsync(Cancellation));
    }

    [Theory]
    [InlineData("registered-models/m/../x")]
    [InlineData("registered-models/%252e%252e/1")]
    [InlineData("registered-models/a%255cb/1/model.onnx")]
    [InlineData("registered-models/m/1/..%2f..%2fregistry.db")]
    [InlineData("registered-models/m/1/C:/x")]
    public async Task Get_PathThatLeavesAVersion_IsInvalid(string path)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        await app.Registry.RegisterAsync(Registration("m"), Cancellation);
        (int status, _) = await app.SendAsync("GET", $"/api/2.0/mlflow-artifacts/artifacts/{path}");
        Assert.InRange(status, 400, 404);
    }

    [Theory]
    [MemberData(nameof(Wide))]
    public async Task Client_WideName_RegistersResolvesAndFetches(string name)
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        using TemporaryFolder cache = new();
        using MlflowClient client = new(new MlflowOptions { TrackingUri = app.Client.BaseAddress, CachePath = cache.Path });

        ModelVersion version = await client.Registry.RegisterAsync(Registration(name), Cancellation);
        await client.Registry.MoveAliasAsync(new AliasMove { Model = name, Alias = "冠军", Number = version.Number }, Cancellation);

        ModelVersion back = await client.Registry.ResolveAsync(ModelReference.ToAlias(name, "冠军"), Cancellation);
        ModelPackage package = await client.Registry.FetchAsync(back, Cancellation);
        Assert.Equal((name, version.Digest), (back.Model, back.Digest));
        Assert.Equal("weights", await File.ReadAllTextAsync(Path.Combine(package.Directory, "a b", "model.onnx"), Cancellation));
        Assert.Equal([name], await client.Registry.ListModelsAsync(Cancellation));
        Assert.Equal(name, (await app.Registry.ResolveAsync(ModelReference.ToModel(name), Cancellation)).Model);
        RegisteredModel renamed = await client.Registry.UpdateModelAsync(new ModelChange { Model = name, NewName = "🚲 2" }, Cancellation);
        Assert.Equal("🚲 2", renamed.Name);
    }

    private static ModelRegistration Registration(string name) => new() { Model = name, Format = "onnx", Files = [ModelFile.FromBytes("a b/model.onnx", "weights"u8.ToArray())] };

    private static string Json(params (string Key, string Value)[] fields) => JsonSerializer.Serialize(fields.ToDictionary(static f => f.Key, static f => f.Value));
}
