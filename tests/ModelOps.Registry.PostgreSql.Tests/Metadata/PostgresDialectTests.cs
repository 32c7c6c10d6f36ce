using CsCheck;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.PostgreSql.Metadata;
using Npgsql;

namespace ModelOps.Registry.PostgreSql.Tests.Metadata;

[Collection(nameof(PostgresCollection))]
public sealed class PostgresDialectTests(PostgresFixture postgres)
{
    private static readonly string[] Parts = ["a", "b", "A", "é", "É", "%", "_", @"\", "€", "\U00010000"];
    private static readonly Gen<string> Text = Gen.Int[0, Parts.Length - 1].List[0, 6].Select(static parts => string.Concat(parts.Select(static i => Parts[i])));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Like_AnyPattern_IsWhatTheOtherEngineSays(bool ignoreCase)
    {
        using NpgsqlConnection connection = new(postgres.Server.ConnectionString);
        connection.Open();
        using NpgsqlCommand command = new($"SELECT {PostgresDialect.Instance.Like("CAST($1 AS text) COLLATE \"C\"", "$2", ignoreCase)}", connection)
        {
            Parameters = { new NpgsqlParameter(), new NpgsqlParameter() },
        };

        Gen.Select(Text, Text).Sample(
            (value, pattern) =>
            {
                (command.Parameters[0].Value, command.Parameters[1].Value) = (value, pattern);
                Assert.Equal(LikePattern.IsMatch(value, pattern, ignoreCase), (bool)command.ExecuteScalar()!);
            },
            seed: "0000KOIr6m84",
            iter: 2000,
            threads: 1);
    }
}
