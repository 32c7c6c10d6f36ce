using System.Data.Common;

namespace ModelOps.Registry.Metadata;

/// <summary>Where the SQL of the engines differs. All else is written once, in what SQLite and PostgreSQL both take.</summary>
internal abstract class Dialect
{
    /// <summary>Type of a column of row ids that the engine gives.</summary>
    public abstract string Identity { get; }

    /// <summary>Type of a column of 64-bit integers.</summary>
    public abstract string Integer { get; }

    /// <summary>Type of a column of doubles.</summary>
    public abstract string Real { get; }

    /// <summary>Type of a column of texts that compare by the bytes of their UTF-8.</summary>
    public abstract string Text { get; }

    /// <summary>Type of a column of bytes.</summary>
    public abstract string Bytes { get; }

    /// <summary>What follows the parenthesis of <c>CREATE TABLE</c>.</summary>
    public abstract string TableEnd { get; }

    /// <summary>Makes a parameter for <c>$1</c>, <c>$2</c> and so on.</summary>
    public abstract DbParameter CreateParameter(int position);

    /// <summary>Statements that make the engine refuse an operation on the rows of a table.</summary>
    /// <param name="name">Name for the trigger.</param>
    /// <param name="table">Table.</param>
    /// <param name="operation"><c>UPDATE</c> or <c>DELETE</c>.</param>
    /// <param name="message">Why, for whoever tries.</param>
    public abstract IEnumerable<string> Forbid(string name, string table, string operation, string message);

    /// <summary>A condition on a text: <c>%</c>, <c>_</c> and, as escape, <c>\</c>.</summary>
    public abstract string Like(string value, string pattern, bool ignoreCase);

    /// <summary>An aggregate that makes a JSON object of texts; null of no rows.</summary>
    public abstract string JsonObject(string key, string value);

    /// <summary>An aggregate that makes a JSON array of texts; null of no rows.</summary>
    public abstract string JsonArray(string value);
}
