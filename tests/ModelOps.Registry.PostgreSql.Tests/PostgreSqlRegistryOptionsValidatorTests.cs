using ModelOps.Registry.PostgreSql.Validation;

namespace ModelOps.Registry.PostgreSql.Tests;

public sealed class PostgreSqlRegistryOptionsValidatorTests
{
    public static TheoryData<string, Action<PostgreSqlRegistryOptions>> Bad => new()
    {
        { "ConnectionString", static o => o.ConnectionString = "Host" },
        { "ConnectionString", static o => o.ConnectionString = "Host=db;Nonsense=hidden" },
        { "Schema", static o => o.Schema = "a\"; drop table models; --" },
        { "Schema", static o => o.Schema = "1st" },
        { "Schema", static o => o.Schema = new string('a', 41) },
        { "SharedFolder", static o => o.SharedFolder = "both" },
        { "SharedFolder", static o => o.S3.Endpoint = null },
        { "CacheFolder", static o => o.CacheFolder = "" },
        { "PollInterval", static o => o.PollInterval = TimeSpan.Zero },
        { "LockTimeout", static o => o.LockTimeout = TimeSpan.FromHours(1) },
        { "RetryTimeout", static o => o.RetryTimeout = TimeSpan.FromSeconds(-1) },
        { "MaxConnections", static o => o.MaxConnections = 0 },
        { "MaxVersionBytes", static o => o.MaxVersionBytes = 0 },
        { "S3:Endpoint", static o => o.S3.Endpoint = new Uri("http://store.example") },
        { "S3:Endpoint", static o => o.S3.Endpoint = new Uri("https://user:hidden@store.example") },
        { "S3:Endpoint", static o => o.S3.Endpoint = new Uri("ftp://store.example") },
        { "S3:Bucket", static o => o.S3.Bucket = "a/../b" },
        { "S3:Bucket", static o => o.S3.Bucket = "" },
        { "S3:Prefix", static o => o.S3.Prefix = "/leading" },
        { "S3:Prefix", static o => o.S3.Prefix = "a/../b" },
        { "S3:Region", static o => o.S3.Region = " " },
        { "S3:AccessKeyId", static o => o.S3.SecretAccessKey = null },
        { "S3:PartBytes", static o => o.S3.PartBytes = 1 << 20 },
        { "S3:Timeout", static o => o.S3.Timeout = TimeSpan.Zero },
        { "S3:MaxRetries", static o => o.S3.MaxRetries = 11 },
        {
            "S3:UnsignedPayload",
            static o => (o.S3.UnsignedPayload, o.S3.Endpoint) = (true, new Uri("http://127.0.0.1:9000"))
        },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Validate_BadSetting_IsNamedAlone(string key, Action<PostgreSqlRegistryOptions> spoil)
    {
        PostgreSqlRegistryOptions options = Good();
        spoil(options);

        string failure = Assert.Single(new PostgreSqlRegistryOptionsValidator().Validate(null, options).Failures!);

        Assert.StartsWith($"ModelOps:Registry:PostgreSql:{key} is '", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("models/production")]
    public void Validate_GoodSettings_Pass(string prefix)
    {
        PostgreSqlRegistryOptions options = Good();
        options.S3.Prefix = prefix;

        Assert.True(new PostgreSqlRegistryOptionsValidator().Validate(null, options).Succeeded);
    }

    private static PostgreSqlRegistryOptions Good() => new()
    {
        ConnectionString = "Host=db",
        S3 = { Endpoint = new Uri("https://store.example"), Bucket = "models", AccessKeyId = "id", SecretAccessKey = "secret" },
    };
}
