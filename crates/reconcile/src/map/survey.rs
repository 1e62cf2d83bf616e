//! A walk through a condition before it is used: how large it is, what it asks for, and its patterns.

use cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedExpr, LiteralValue};
use cel::common::types::CelInt;

use super::fault::Fault;
use super::needs::Needs;
use super::patterns::{FUNCTION, Patterns};

/// Parts of a condition.
pub(crate) const NODES: usize = 400;
/// Loops (`all`, `exists`, `map`, `filter`) inside each other.
pub(crate) const NESTED_LOOPS: usize = 2;
/// How deep an operator may stand inside others; the library calls itself for each when it decides.
const DEPTH: usize = 48;

const INDEX: &str = "_[_]";

#[derive(Default)]
pub(crate) struct Survey {
    pub needs: Needs,
    pub patterns: Patterns,
    bound: Vec<String>,
    nodes: usize,
    depth: usize,
    loops: usize,
    /// How many loops stand inside each other at most.
    pub deepest: usize,
}

impl Survey {
    /// Walks through an expression, and replaces its patterns by their numbers.
    pub fn visit(&mut self, expression: &mut IdedExpr) -> Result<(), Fault> {
        self.nodes += 1;
        if self.nodes > NODES || self.depth > DEPTH {
            return Err(Fault::BigCondition);
        }
        if self.is_path(&expression.expr) {
            return Ok(());
        }
        self.depth += 1;
        self.inside(&mut expression.expr)?;
        self.depth -= 1;
        Ok(())
    }

    fn inside(&mut self, expression: &mut Expr) -> Result<(), Fault> {
        match expression {
            Expr::Literal(_) | Expr::Ident(_) => Ok(()),
            Expr::Select(select) => self.visit(&mut select.operand),
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
            Expr::List(list) => self.all(&mut list.elements),
            Expr::Map(map) => map.entries.iter_mut().try_for_each(|entry| self.entry(&mut entry.expr)),
            Expr::Struct(_) | Expr::Unspecified => Err(Fault::Building),
        }
    }

    fn all(&mut self, expressions: &mut [IdedExpr]) -> Result<(), Fault> {
        expressions.iter_mut().try_for_each(|expression| self.visit(expression))
    }

    fn entry(&mut self, entry: &mut EntryExpr) -> Result<(), Fault> {
        match entry {
            EntryExpr::MapEntry(entry) => {
                self.visit(&mut entry.key)?;
                self.visit(&mut entry.value)
            }
            EntryExpr::StructField(_) => Err(Fault::Building),
        }
    }

    /// Notes a path of fields; false when it is none, or begins with the variable of a loop.
    fn is_path(&mut self, expression: &Expr) -> bool {
        let mut path = Vec::new();
        let tested = matches!(expression, Expr::Select(select) if select.test);
        if !path_of(expression, &mut path) {
            return false;
        }
        let root = path.first().copied().unwrap_or_default();
        if !root.starts_with('@') && !self.bound.iter().any(|name| name == root) {
            self.needs.add(&path, tested);
        }
        true
    }

    fn call(&mut self, call: &mut CallExpr) -> Result<(), Fault> {
        if call.func_name == "matches" {
            self.pattern(call)?;
        }
        if let Some(target) = &mut call.target {
            self.visit(target)?;
        }
        self.all(&mut call.args)
    }

    /// `text.matches('…')` and `matches(text, '…')` become a call with the number of the compiled pattern.
    fn pattern(&mut self, call: &mut CallExpr) -> Result<(), Fault> {
        if let Some(target) = call.target.take() {
            call.args.insert(0, *target);
        }
        let Some(Expr::Literal(literal)) = call.args.get_mut(1).map(|arg| &mut arg.expr) else {
            return Err(Fault::ComputedPattern);
        };
        let LiteralValue::String(pattern) = &*literal else { return Err(Fault::ComputedPattern) };
        let number = self.patterns.add(pattern.inner())?;
        *literal = LiteralValue::Int(CelInt::from(number));
        call.func_name = FUNCTION.to_owned();
        Ok(())
    }

    fn comprehension(&mut self, comprehension: &mut ComprehensionExpr) -> Result<(), Fault> {
        self.loops += 1;
        self.deepest = self.deepest.max(self.loops);
        if self.loops > NESTED_LOOPS {
            return Err(Fault::BigCondition);
        }
        self.visit(&mut comprehension.iter_range)?;
        let outside = self.bound.len();
        self.bound.extend([comprehension.iter_var.clone(), comprehension.accu_var.clone()]);
        self.bound.extend(comprehension.iter_var2.clone());
        self.visit(&mut comprehension.accu_init)?;
        self.visit(&mut comprehension.loop_cond)?;
        self.visit(&mut comprehension.loop_step)?;
        self.visit(&mut comprehension.result)?;
        self.bound.truncate(outside);
        self.loops -= 1;
        Ok(())
    }
}

/// The names of a path such as `a.b` or `a["b"]`, the first one first.
fn path_of<'e>(expression: &'e Expr, path: &mut Vec<&'e str>) -> bool {
    match expression {
        Expr::Ident(name) => path.push(name),
        Expr::Select(select) => {
            if !path_of(&select.operand.expr, path) {
                return false;
            }
            path.push(&select.field);
        }
        Expr::Call(call) if call.func_name == INDEX && call.target.is_none() => {
            return index(&call.args, path);
        }
        _ => return false,
    }
    true
}

fn index<'e>(args: &'e [IdedExpr], path: &mut Vec<&'e str>) -> bool {
    let [of, IdedExpr { expr: Expr::Literal(LiteralValue::String(name)), .. }] = args else { return false };
    if !path_of(&of.expr, path) {
        return false;
    }
    path.push(name.inner());
    true
}
