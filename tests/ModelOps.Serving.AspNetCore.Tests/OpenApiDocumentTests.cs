using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.AspNetCore.Endpoints;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.TestSupport;
using YamlDotNet.RepresentationModel;

namespace ModelOps.Serving.AspNetCore.Tests;

/// <summary>The document that is served is valid, and tells of all that is mapped and of nothing else.</summary>
public sealed class OpenApiDocumentTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("/ml", false)]
    [InlineData("", true)]
    [InlineData("/ml", true)]
    public async Task Document_Paths_AreThoseMapped(string prefix, bool admin)
    {
        await using TestHost host = await StartAsync(prefix, admin);
        JsonElement document = await host.Client.GetAsync($"{prefix}/v2/openapi.json").OkJsonAsync();
        string[] told =
        [
            .. document.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject()
                .Where(static member => member.Name is not "parameters").Select(operation => $"{operation.Name} {path.Name}")).Order(StringComparer.Ordinal),
        ];
        string[] mapped =
        [
            .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(static e => e.Metadata.GetMetadata<HttpMethodMetadata>() is not null)
                .SelectMany(static e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                    .Where(static method => method != "HEAD").Select(method => $"{method.ToLowerInvariant()} /{e.RoutePattern.RawText!.Trim('/')}"))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(mapped, told);
        Assert.Equal(admin, told.Contains($"post {prefix}/v2/repository/models/{{model}}/load"));
    }

    [Fact]
    public async Task Document_AsAWhole_KeepsTheRulesOfOpenApi31()
    {
        await using TestHost host = await StartAsync("", admin: true);
        JsonElement document = await host.Client.GetAsync("/v2/openapi.json").OkJsonAsync();
        Assert.Matches(@"^3\.1\.\d+$", document.GetProperty("openapi").GetString());
        Assert.All((string[])["title", "version"], name => Assert.NotEqual(string.Empty, document.GetProperty("info").GetProperty(name).GetString()));
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.All(References(document), reference => Assert.True(
            reference.StartsWith("#/components/schemas/", StringComparison.Ordinal) && schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _), reference));
        Assert.Empty(schemas.EnumerateObject().Select(static s => $"#/components/schemas/{s.Name}").Except(References(document)));

        List<string> ids = [];
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
        {
            string[] templated = [.. path.Name.Split('/').Where(static part => part.StartsWith('{')).Select(static part => part[1..^1])];
            JsonElement[] parameters = path.Value.TryGetProperty("parameters", out JsonElement shared) ? [.. shared.EnumerateArray()] : [];
            Assert.Equal(templated, parameters.Select(static p => p.GetProperty("name").GetString()));
            Assert.All(parameters, static p => Assert.True(p.GetProperty("in").GetString() == "path" && p.GetProperty("required").GetBoolean()));
            foreach (JsonProperty operation in path.Value.EnumerateObject().Where(static member => member.Name != "parameters"))
            {
                Assert.Contains(operation.Name, (string[])["get", "post"]);
                ids.Add(operation.Value.GetProperty("operationId").GetString()!);
                JsonElement responses = operation.Value.GetProperty("responses");
                Assert.All(responses.EnumerateObject(), static r => Assert.True(
                    (r.Name == "default" || r.Name.Length == 3) && !string.IsNullOrEmpty(r.Value.GetProperty("description").GetString())));
                Assert.Equal(operation.Name == "post", operation.Value.TryGetProperty("requestBody", out _));
            }
        }

        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Document_OperationsOfTheProtocol_TakeAndGiveWhatItsOwnDocumentSays()
    {
        YamlStream yaml = [];
        using (StreamReader reader = File.OpenText(SharedFiles.Require("protocols/open-inference/open_inference_rest.yaml"))) { yaml.Load(reader); }
        YamlNode theirs = yaml.Documents[0].RootNode;
        await using TestHost host = await StartAsync("", admin: false);
        JsonElement ours = await host.Client.GetAsync("/v2/openapi.json").OkJsonAsync();
        foreach ((YamlNode path, YamlNode operations) in ((YamlMappingNode)theirs["paths"]).Children)
        {
            string own = path.ToString().Replace("${MODEL_NAME}", "{model}", StringComparison.Ordinal).Replace("${MODEL_VERSION}", "{version}", StringComparison.Ordinal).TrimEnd('/');
            JsonElement found = ours.GetProperty("paths").GetProperty(own);
            foreach (YamlNode method in ((YamlMappingNode)operations).Children.Keys.Where(static m => m.ToString() != "parameters")) { found.GetProperty(method.ToString()); }
        }

        (string Theirs, string Ours)[] pairs =
        [
            ("metadata_server_response", "ServerMetadata"), ("metadata_model_response", "ModelMetadata"), ("metadata_tensor", "TensorMetadata"), ("inference_request", "InferenceRequest"),
            ("request_input", "RequestInput"), ("request_output", "RequestOutput"), ("inference_response", "InferenceResponse"), ("response_output", "ResponseOutput"), ("inference_error_response", "Error"),
        ];
        foreach ((string their, string our) in pairs)
        {
            JsonElement schema = ours.GetProperty("components").GetProperty("schemas").GetProperty(our);
            Assert.All(((YamlMappingNode)theirs["components"]["schemas"][their]["properties"]).Children.Keys, name => schema.GetProperty("properties").GetProperty(name.ToString()));
        }
    }

    [Fact]
    public async Task Document_TurnedOff_IsNotThere()
    {
        await using TestHost host = await TestHost.StartAsync(
            FakeModels.WithEcho(), configure: static b => b.Services.Configure<ModelOpsEndpointOptions>(static o => o.ServeOpenApi = false));
        await host.Client.GetAsync("/v2/openapi.json").ErrorAsync(404);
    }

    private static Task<TestHost> StartAsync(string prefix, bool admin) => TestHost.StartAsync(
        FakeModels.WithEcho(),
        prefix: prefix,
        configure: static b => b.Services.AddAuthorization(),
        map: app => { if (admin) { app.MapModelOpsAdmin(prefix).AllowAnonymous(); } });

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member => member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
